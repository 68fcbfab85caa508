"""Runs the proof of what a counselor reads: one walk, or as many as it takes to find a leak."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from exercises.core import session
from exercises.core.kind import Exercise, StepKind
from exercises.core.pair import Partner
from exercises.core.revealed import revealed
from exercises.core.view import view_of
from tests.core import walking
from tests.core.altered_history import with_other_secrets
from tests.core.examples import OF_KIND, begin, with_kind
from tests.core.plain import plain

BUDGET = 60


class Leak(AssertionError):
    """The counselor gets something that not both of them have seen."""


def holds(whole: Any, part: Any) -> bool:
    """Is every piece of `part` somewhere in its place in `whole`?"""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and holds(whole[name], one) for name, one in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(holds(each, one) for each in whole) for one in part)
    return bool(whole == part)


def check(going: walking.Walk, which: Exercise) -> int:
    """Raises Leak; else, how many steps were compared."""
    found = revealed(going.now)
    for who in Partner:
        recap = view_of(going.now, who, going.at).recap
        for step in found:
            same = [one for one in recap if one.kind == step.kind]
            if not any(holds(plain(one.seen.theirs), plain(step.shown)) for one in same):
                raise Leak(f"{who} never saw this of {step.kind}: {plain(step.shown)}")
    changed = with_other_secrets(begin(which), going.history, Random(len(going.history)))
    if text(revealed(session.replay(begin(which), changed))) != text(found):
        raise Leak("what one of them kept shows")
    return len(found)


def text(found: Any) -> str:
    return json.dumps(plain(found), ensure_ascii=False)


def last(which: Exercise, seed: int) -> walking.Walk:
    return list(walking.steps(which, seed))[-1][0]


def found_after(which: Exercise) -> int:
    """How many walks it takes until the leak is found; BUDGET if it is not."""
    for seed in range(BUDGET):
        try:
            check(last(which, seed), which)
        except Leak:
            return seed
    return BUDGET


def is_caught_by_a_counselor(planted: StepKind) -> bool:
    """Is the leak that was planted in this kind found, in the kind's own example?"""
    return found_after(with_kind(OF_KIND[planted.name], planted)) < BUDGET
