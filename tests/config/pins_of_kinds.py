"""What a step kind stores and promises, collected on walks through its example. Its folder pins the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pprint import pformat
from typing import Any, get_type_hints

from exercises.core.pair import Pair, Partner
from exercises.core.view import view_of
from exercises.live.screens import rendering
from exercises.steps.registry import STEP_KINDS
from exercises.translate import Reader
from tests.config import collected, stored_for_ever
from tests.core.examples import pin_of
from tests.core.real import moments
from tests.long_run import IS_LONG

MOST_WALKS, LEAST_WALKS = 40, 40 if IS_LONG else 10
"""Walks through the example: so many that everything that can be read of the kind was read, but never fewer."""
NAMES = Pair("Alex", "Blair")
Screen = dict[str, Any]
PARTS = {
    "EVENTS": "dict[str, dict[str, str]]",
    "OPEN_TEXTS": "set[str]",
    "COMMANDS": "dict[str, list[str]]",
    "JSON": "list[str]",
}
"""What each pin holds, with its type."""
FIRST_LINE = (
    '"""What is stored and published of `{}` for ever. Lines may be added; none is changed or taken away."""'
)


def pinned_events() -> dict[str, dict[str, str]]:
    """Return the events that the kinds pin, with their fields."""
    return {event: held for name in STEP_KINDS for event, held in pin_of(name).EVENTS.items()}


def own_of(name: str) -> dict[str, Any]:
    """Return what the kind stores and promises, in the parts of its pin."""
    own = {
        event: held for event, held in STEP_KINDS[name].events.items() if event not in stored_for_ever.EVENTS
    }
    found = (collected.fields_of(own), open_texts(own), *_of(name, _screens(name)))
    return dict(zip(PARTS, found, strict=True))


def as_source(name: str) -> str:
    """Return the pin of this kind as a module, not formatted."""
    parts = (
        f"{part}: Final[{PARTS[part]}] = {pformat(one, sort_dicts=False)}"
        for part, one in own_of(name).items()
    )
    return "\n".join((FIRST_LINE.format(name), "", "from typing import Final", "", *parts, ""))


def open_texts(events: Mapping[str, type]) -> set[str]:
    """Return every field that can hold a string but is not content, as event.field."""
    return {
        f"{name}.{each.name}"
        for name, event in events.items()
        for each in fields(event)
        if "str" in str(get_type_hints(event)[each.name]) and not each.metadata.get("content")
    }


class WithoutKeys(Reader):
    """Reads a mapping as one string: its keys are the definition's, such as the names of questions."""

    def plain(self, value: Any) -> Any:
        return "…" if isinstance(value, Mapping) and value else super().plain(value)


def _screens(name: str) -> list[Screen]:
    """Return the JSON views of both partners on walks through the example of this kind, until all pinned was seen."""
    screens: list[Screen] = []
    pin = pin_of(name)
    for seed in range(MOST_WALKS):
        screens += [
            dict(rendering.as_json(view_of(going.now, who, going.at), WithoutKeys(who, NAMES)))
            for going, *_ in moments(name, seed)
            for who in Partner
        ]
        if seed + 1 >= LEAST_WALKS and _of(name, screens) == (pin.COMMANDS, pin.JSON):
            break
    return screens


def _of(name: str, screens: Sequence[Screen]) -> tuple[dict[str, list[str]], list[str]]:
    return _commands(name, screens), _json(name, screens)


def _commands(name: str, screens: Sequence[Screen]) -> dict[str, list[str]]:
    """Return each command of the kind with every field that it was seen with; what a field is about is left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for screen in screens:
        of_step = [one for one in screen["commands"] if one["scope"] == "step"]
        for command in of_step if screen["step"]["kind"] == name else []:
            found[command["name"]] |= {
                f"{re.sub(r'[.].*', '.*', each['name'])}: {each['type']}" for each in command["fields"]
            }
    return {command: sorted(found[command]) for command in sorted(found)}


def _json(name: str, screens: Sequence[Screen]) -> list[str]:
    """Return every path through `mine` and `theirs` of steps of this kind, with the JSON type at its end."""
    steps = (step for screen in screens for step in (screen["step"], *screen["recap"]))
    of_kind = (step for step in steps if step["kind"] == name)
    return sorted(
        {path for step in of_kind for part in ("mine", "theirs") for path in _paths(step[part], part)}
    )


def _paths(value: Any, way: str) -> Iterator[str]:
    """Yield every path into this value; an empty list or object ends a path, too."""
    if isinstance(value, dict) and value:
        for name, one in value.items():
            yield from _paths(one, f"{way}.{name}")
    elif isinstance(value, list) and value:
        for one in value:
            yield from _paths(one, f"{way}[]")
    else:
        yield f"{way}: {type(value).__name__}"
