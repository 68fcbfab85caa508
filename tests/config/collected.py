"""What the running code stores or promises to others, collected so that it is found wherever a module lies."""

from __future__ import annotations

import re
from argparse import Action
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from exercises.core.events import content_fields
from exercises.core.pair import Pair, Partner
from exercises.core.view import view_of
from exercises.live.screens.rendering import as_json
from exercises.live.store import event_codec
from exercises.translate import Reader
from tests.config import promised
from tests.core import real
from tests.long_run import IS_LONG

OURS = ("couples", "exercises", "config")
SEEDS = 75 if IS_LONG else 55
"""Walks through each exercise: so many that everything which can be offered was offered."""
AREAS = "decisions|emotional|influence|money|outside|own_time|practical|reassurance"
OF_AN_AREA = re.compile(rf"(?<=[a-z]\.)(?:{AREAS})\b")
"""Areas are named by the definition: another one breaks nothing."""


def events() -> dict[str, dict[str, str]]:
    """Every event that can be stored or read."""
    return fields_of(event_codec.EVENTS)


def fields_of(events: Mapping[str, type]) -> dict[str, dict[str, str]]:
    """Each event by its stored name: its fields, each "structure" or "content"."""
    found = {}
    for name, event in events.items():
        closed = {field.name for field in content_fields(event)}
        found[name] = {
            field.name: "content" if field.name in closed else "structure" for field in fields(event)
        }
    return found


def addresses() -> dict[str, str]:
    """Every address of ours as a pattern, with the name by which the code reverses it."""
    return dict(sorted(_addresses(get_resolver(), "/")))


def _addresses(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield path, one.name or ""
        elif one.app_name == "admin":
            yield path, "admin"
        else:
            yield from _addresses(one, path)


def enumerations() -> set[tuple[str, ...]]:
    """The values of every enumeration that a column of ours may hold."""
    return {
        tuple(str(value) for value, _label in field.flatchoices)
        for label in ("couples", "exercises")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if getattr(field, "choices", None)
    }


def commands_of_the_server() -> dict[str, list[str]]:
    """Each management command of ours with what may be given to it."""
    found = {}
    for name, app in get_commands().items():
        if str(app).split(".")[0] in OURS:
            command = load_command_class(app, name)
            own = [action for action in command.create_parser("manage.py", name)._actions if _is_own(action)]
            found[name] = sorted(
                action.option_strings[-1] if action.option_strings else action.dest for action in own
            )
    return found


def _is_own(action: Action) -> bool:
    given_to_all = {
        *("help", "version", "verbosity", "settings", "pythonpath", "traceback"),
        *("no_color", "force_color", "skip_checks"),
    }
    return action.dest not in given_to_all


@cache
def _walked() -> tuple[Any, ...]:
    seeds = range(SEEDS)
    return tuple(
        moment for name in promised.EXERCISES for seed in seeds for moment in real.moments(name, seed)
    )


@cache
def screens() -> list[dict[str, Any]]:
    """The JSON views of both along walks through the exercises whose JSON is promised."""
    names = Pair("Alex", "Blair")
    return [
        dict(as_json(view_of(going.now, who, going.at), Reader(who, names)))
        for going, _before, _ask, _events in _walked()
        for who in Partner
    ]


def commands() -> dict[str, list[str]]:
    """Each command with every field that it was seen with, as kind.command."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for screen in screens():
        for command in screen["commands"]:
            kind = screen["step"]["kind"] if command["scope"] == "step" else "room"
            names = found[f"{kind}.{command['name']}"]
            for field in command["fields"]:
                names.add(f"{re.sub(OF_AN_AREA, '*', field['name'])}: {field['type']}")
    return {name: sorted(found[name]) for name in sorted(found)}


def shapes() -> list[str]:
    """Every path through the JSON views, with what each kind of step shows under its own name."""
    found = set()
    for screen in screens():
        for name, value in screen.items():
            steps = [value] if name == "step" else value if name == "recap" else []
            for step in steps:
                found |= {f"{step['kind']}{path}" for path in _paths(step)}
            if not steps:
                found |= {f"{name}{path}" for path in _paths(value)}
    return sorted({re.sub(OF_AN_AREA, "*", path) for path in found})


def _paths(value: Any) -> Iterator[str]:
    if value in ({}, []):
        yield f": {type(value).__name__}"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from (f".{name}{path}" for path in _paths(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from (f"[]{path}" for path in _paths(inner))
    else:
        yield f": {type(value).__name__}"
