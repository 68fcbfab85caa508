"""Walks any exercise over the JSON protocol, knowing only what each screen says may be done. Knows no step kind."""

from __future__ import annotations

import http.cookiejar
import urllib.request
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

Command = Mapping[str, Any]
LEADS_ON = ("enter", "continue", "open", "hand_in")


def filled(command: Command, rng: Random, mark: str) -> dict[str, Any]:
    """The command's form as somebody may fill it in; every text begins with `mark`, so that it can be found again."""
    given = {
        field["name"]: _value(field, rng, mark)
        for field in command["fields"]
        if field["required"] or field["type"] == "hidden" or rng.random() < 0.4
    }
    return {name: value for name, value in given.items() if value is not None}


def _value(field: Mapping[str, Any], rng: Random, mark: str) -> Any:
    match field["type"]:
        case "hidden":
            return field["value"]
        case "text":
            words = rng.choice(("so it is", "sometimes, ähnlich", "one\nand two", "明日 maybe"))
            return f"{mark} {words} {rng.randrange(10**6)}"[: field["max_length"]]
        case "rating":
            return rng.choice([*map(str, range(field["min"], field["max"] + 1)), *field["also"]])
        case "number":
            return str(rng.randint(field["min"], field["max"]))
        case "choice":
            return _choice([one["value"] for one in field["choices"]], rng)
        case "choices":
            many = rng.randint(field["min"], field["max"])
            return [one["value"] for one in rng.sample(field["choices"], many)]
        case "date":
            return field["min"]
        case "flag":
            return rng.choice(("yes", None))
    raise LookupError(f"How is a {field['type']} filled in?")


def _choice(values: Sequence[str], rng: Random) -> str:
    """Mostly open what may be opened, so that there is something to see."""
    return "may_open" if "may_open" in values and rng.random() < 0.8 else rng.choice(values)


def picked(commands: Sequence[Command], rng: Random) -> Command | None:
    """What to do next: mostly what leads on, sometimes anything that moves the exercise."""
    steps = [one for one in commands if one["scope"] == "step"]
    ahead = [one for one in steps if one["name"] in LEADS_ON or (one is steps[0] and _asks_for_words(one))]
    if any(one["name"] == "continue" for one in ahead):  # what can be written before the step is left
        ahead = [one for one in steps if one["private"] and one["fields"]] or ahead
    if ahead and rng.random() < 0.8:
        return rng.choice(ahead)
    return rng.choice(steps) if steps else None


def _asks_for_words(command: Command) -> bool:
    return any(field["type"] == "text" and field["required"] for field in command["fields"])


def sign_in(base: str, path: str) -> str:
    """The cookies of whoever follows a demo sign-in path, as one header."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(base + path, timeout=10).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
