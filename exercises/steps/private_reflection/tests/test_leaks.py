"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from exercises.core.closed_forms import HandedIn
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.steps.private_reflection.form import notes
from exercises.steps.private_reflection.kind import KIND
from tests.core.examples import OF_KIND, with_kind
from tests.core.leaky_kinds import Look, handed_on, seen_through, told
from tests.core.proving import is_caught
from tests.core.real import disturbed
from tests.core.revealing import is_caught_by_a_counselor
from tests.core.walking import steps


def their_form(here: Here, state: Any, viewer: Partner) -> Any:
    return state.answers.of(viewer.other)


def closed(style: Look) -> StepKind:
    """Only as long as the sheets are closed."""

    def while_closed(here: Here, state: Any, viewer: Partner, seen: Seen[Any, Any]) -> Seen[Any, Any]:
        return seen if state.open else style(here, state, viewer, seen)

    return replace(seen_through(KIND, while_closed), has_words=KIND.has_words, revealed=KIND.revealed)


def early_reveal() -> StepKind:
    """Whoever has finished may read the other's sheet already."""

    def early(here: Here, state: Any, viewer: Partner) -> Any:
        return their_form(here, state, viewer) if state.answers.of(viewer) else None

    return closed(told(early=early))


def progress_count() -> StepKind:
    return closed(told(finished=lambda here, state, viewer: sum(map(bool, state.answers))))


def null_or_missing() -> StepKind:
    """The answers are None in both cases; only the name is there in one of them."""
    return closed(told(answers=lambda *given: None if their_form(*given) else ...))


def order_of_names() -> StepKind:
    def style(here: Here, state: Any, viewer: Partner, seen: Seen[Any, Any]) -> Seen[Any, Any]:
        names = list(vars(seen.theirs).items())
        return Seen(seen.mine, dict(reversed(names) if their_form(here, state, viewer) else names))

    return closed(style)


def visit_that_counts_everything() -> StepKind:
    return replace(KIND, turns=lambda event: KIND.turns(event) or isinstance(event, HandedIn))


def refusal_that_differs() -> StepKind:
    """Open is refused as long as the other has not finished."""

    def decide(here: Here, state: Any, ask: Ask) -> Any:
        if ask.name == "open" and state.answers.of(ask.by.other) is None:
            raise Refused("not_your_turn", _("{partner} has not finished yet.", partner=ask.by.other))
        return KIND.decide(here, state, ask)

    return replace(KIND, decide=decide)


def trace_in_my_form() -> StepKind:
    """The words of my own button depend on what the other did."""

    def offers(here: Here, state: Any, by: Partner) -> list[Offer]:
        about = _("{partner} waits for you.", partner=by.other) if their_form(here, state, by) else None
        return [replace(offer, about=about) for offer in KIND.offers(here, state, by)]

    return replace(KIND, offers=offers)


def notes_on_ones_own_form() -> StepKind:
    return handed_on(KIND, lambda here, state, who: notes(here.settings, state.answers.of(who)) or [who])


def forms_that_were_taken_back() -> StepKind:
    return handed_on(KIND, lambda here, state, who: state.before.of(who))


def all_that_one_of_them_sees() -> StepKind:
    """A careless shortcut: the whole of one view, with what only that one sees."""
    planted = seen_through(KIND, told(mine_first=lambda here, state, who: [who]))
    return replace(planted, revealed=lambda theirs: theirs.a, for_counselor=dict)


def test_a_trace_of_the_other_in_my_own_form_is_found():
    planted = with_kind(OF_KIND["private_reflection"], trace_in_my_form())
    assert any(disturbed(steps(planted, seed)) for seed in range(20))


@pytest.mark.parametrize(
    "plant",
    [
        early_reveal,
        progress_count,
        null_or_missing,
        order_of_names,
        visit_that_counts_everything,
        refusal_that_differs,
        trace_in_my_form,
    ],
)
def test_the_proof_of_secrecy_catches(plant):
    assert is_caught(plant())


@pytest.mark.parametrize(
    "plant", [notes_on_ones_own_form, forms_that_were_taken_back, all_that_one_of_them_sees]
)
def test_the_proof_of_what_a_counselor_reads_catches(plant):
    assert is_caught_by_a_counselor(plant())
