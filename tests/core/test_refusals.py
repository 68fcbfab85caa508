"""Whatever is sent, in whatever state: it is done, or refused with a known code and a sentence, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.core import rules
from exercises.core.fields import Choice, Choices, Date, Field, Flag, Hidden, Option, Rating, Text
from exercises.core.numbers import Number
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.room import ROOM
from exercises.core.text import Refused, Say
from tests.core.examples import NOON
from tests.core.filling import filled, garbage, wrecked
from tests.core.real import every_exercise, moments, seeds, seldom
from tests.core.walking import Walk

CODES = {"invalid", "moved_on", "not_your_turn", "paused", "over"}
words = Say("What?")
options = (Option("a", words), Option("b", words))
FIELDS = (
    Text(name="text", label=words, max_length=9),
    Rating(name="rating", label=words),
    Number(name="number", label=words, max=9),
    Choice(name="choice", label=words, choices=options),
    Choices(name="choices", label=words, choices=options, min=1, max=2),
    Date(name="date", label=words, min=NOON.date(), max=NOON.date()),
    Flag(name="flag", label=words),
    Hidden(name="hidden", label=words, value="v"),
)


def clean(*fields: Field) -> Callable[[Any], dict[str, Any]]:
    return Offer(name="any", label=words, fields=fields).clean


def refusal(function: Callable[..., Any], *given: Any) -> Refused | None:
    """How it was refused, if it was; every other error is a bug and passes through."""
    try:
        function(*given)
    except Refused as refused:
        return refused
    return None


def is_proper(refused: Refused) -> bool:
    """A known code, a sentence, and the fields by name where the form does not fit."""
    sentences = [refused.message, *refused.fields.values()]
    names = all(isinstance(name, str) for name in refused.fields)
    return refused.code in CODES and all(isinstance(one, Say) for one in sentences) and names


def hostile(going: Walk, rng: Random) -> Ask:
    """A command that is offered to somebody, or not; with a form that was wrecked, or for a visit long left."""
    names = [offer.name for who in Partner for offer in going.offers(who)]
    name = rng.choice([*names, "hand_in", "open", "continue", "end", "", "__class__", "x" * 999])
    who = rng.choice(list(Partner))
    offer = next((one for one in going.offers(who) if one.name == name), None)
    form = wrecked(filled(offer, rng, who) if offer else {}, rng)
    visit = going.now.visit + rng.choice((0, 0, 0, 0, -1, 1, 10**9))
    return Ask(by=who, name=name, visit=visit, at=going.at, chance=rng.getrandbits(256), raw=form)


@every_exercise
@seldom
@given(seed=seeds)
def test_garbage_is_refused_with_a_known_code_and_changes_nothing(name, seed):
    rng = Random(seed)
    for going, *_ in moments(name, seed):
        before = going.now
        for _ in range(5):
            refused = refusal(rules.outcome, before, hostile(going, rng))
            assert refused is None or is_proper(refused)
        assert going.now == before


@every_exercise
@seldom
@given(seed=seeds)
def test_a_command_that_was_not_offered_is_never_done(name, seed):
    rng = Random(seed)
    for going, *_ in moments(name, seed):
        ask = hostile(going, rng)
        offered = {offer.name for offer in going.offers(ask.by)}
        if ask.name not in offered and ask.name not in ROOM:
            with pytest.raises(Refused):
                rules.outcome(going.now, ask)


@every_exercise
@seldom
@given(seed=seeds)
def test_a_visit_that_was_left_is_gently_refused_and_an_ended_session_does_nothing(name, seed):
    for going, _before, ask, _ in moments(name, seed):
        if going.now.over:
            assert refusal(rules.outcome, going.now, ask) or rules.outcome(going.now, ask).events == ()
        elif going.now.visit != ask.visit and not (going.now.pause or going.now.set_aside):
            with pytest.raises(Refused, match="moved_on"):
                rules.outcome(going.now, ask)


@given(seed=seeds)
def test_fields_read_what_they_describe_and_say_by_name_what_does_not_fit(seed):
    rng = Random(seed)
    raw = {field.name: garbage(rng) for field in FIELDS if rng.random() < 0.9}
    raw |= {"more": 1} if rng.random() < 0.2 else {}
    refused = refusal(clean(*FIELDS), raw)
    if refused:
        assert is_proper(refused)
        assert refused.fields
        assert refused.fields.keys() <= {field.name for field in FIELDS} | {"more"}
    else:
        assert clean(*FIELDS)(raw).keys() == {field.name for field in FIELDS}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.type)
@seldom
@given(raw=st.recursive(st.none() | st.text() | st.integers() | st.floats() | st.booleans() | st.binary(),
                        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_each_field_takes_any_value_or_says_why_not(field, raw):
    refused = refusal(clean(field), {field.name: raw})
    assert refused is None or (is_proper(refused) and set(refused.fields) == {field.name})
