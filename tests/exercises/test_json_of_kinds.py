"""The names under which a program reads each kind's steps are for ever: `kinds_as_json.json` holds those published."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exercises.core.pair import Partner
from exercises.core.view import view_of
from exercises.live.screens import rendering
from exercises.translate import Reader
from tests.core.real import ALL, moments
from tests.exercises.live.page_parts import NAMES

PUBLISHED: dict[str, list[str]] = json.loads(Path(__file__).with_name("kinds_as_json.json").read_text())
SEEDS = range(40)
OURS = {
    "writes",
    "by",
    "about",
    "author",
    "key",
    "ready",
    "closed",
    "opened",
    "open",
    "phase",
    "asking",
    "answer",
}
OURS |= {"asks", "answered", "items", "speaker"}


def paths(value: Any, way: str) -> Iterator[str]:
    """Every way into this value, with the JSON type at its end; an empty list or object ends one, too."""
    if isinstance(value, dict) and value:
        for name, one in value.items():
            yield from paths(one, f"{way}.{name}")
    elif isinstance(value, list) and value:
        for one in value:
            yield from paths(one, f"{way}[]")
    else:
        yield f"{way}: {type(value).__name__}"


def as_read(name: str) -> set[str]:
    """All that both partners can read of steps of this kind, on walks through its example."""
    found: set[str] = set()
    for seed in SEEDS:
        for going, *_ in moments(name, seed):
            for who in Partner:
                screen = rendering.as_json(view_of(going.now, who, going.at), Reader(who, NAMES))
                for where in ([screen["step"]], screen["recap"]):
                    for step in where:
                        if step["kind"] == name:
                            found |= {
                                way
                                for part in ("mine", "theirs")
                                for way in paths(without_keys(step[part]), part)
                            }
    return found


def without_keys(part: Any) -> Any:
    """What somebody answered is kept under the names of the questions, which are the definition's."""
    if isinstance(part, dict):
        known = not part or OURS & part.keys()
        return {name: without_keys(one) for name, one in part.items()} if known else "…"
    return [without_keys(one) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_kind_is_read_by_programs_under_the_names_that_were_published(name):
    assert sorted(as_read(name)) == PUBLISHED[name]


def test_what_was_published_is_there():
    assert set(PUBLISHED) <= set(ALL)
