"""What an author may not put on the list, and what a matter is made of."""

from __future__ import annotations

import pytest

from exercises.core.checks import Placed
from exercises.steps.registry import STEP_KINDS

from ..kind import KIND
from ..matters import Amount, Matter, Settings, Thing

GOOD = (Thing("a", "Bins"), Thing("b", "Dishes"))


def faults(*matters: Matter) -> list[tuple[str, str]]:
    """The route and the beginning of each fault."""
    placed = Placed(1, Settings("x", matters), {}, False, STEP_KINDS)
    return [(".".join(map(str, one.route[2:])), str(one.says.msgid)) for one in KIND.checks(placed)]


@pytest.mark.parametrize(
    "title",
    ["Sex", "Seeing friends", "Visits of my family", "Your phone", "My salary", "Who disciplines", "Medication",
     "The children’s bedtime", {"en": "Bins", "de": "Sex"}],
)  # fmt: skip
def test_what_is_never_divided_is_refused_on_any_list(title):
    line = Thing("c", title)
    found = [faults(Matter("chores", things=(*GOOD, line))), faults(Matter("order", options=(*GOOD, line)))]
    says = "this is never divided: it can be a limit, or be talked about"
    assert found == [[("matters.0.things.2.title", says)], [("matters.0.options.2.title", says)]]


@pytest.mark.parametrize(
    "title", ["Essex by train", "Everybody’s laundry", "Microphones", "A grandparental chair"]
)
def test_a_part_of_another_word_is_none_of_these(title):
    assert faults(Matter("chores", things=(*GOOD, Thing("c", title)))) == []


def test_a_matter_is_of_one_sort_and_a_topic_is_there_once():
    amount = Amount("hours", 0, 9)
    assert faults() == [("matters", "there is nothing to choose from")]
    assert [one for one, _says in faults(Matter("car"))] == ["matters.0"]
    assert [one for one, _says in faults(Matter("car", things=GOOD, amount=amount))] == ["matters.0"]
    assert [one for one, _says in faults(Matter("car", things=GOOD), Matter("car", amount=amount))] == [
        "matters.1.topic"
    ]
    assert [one for one, _says in faults(Matter("car", things=GOOD[:1]))] == ["matters.0.things"]
    assert [one for one, _says in faults(Matter("car", amount=Amount("hours", 9, 9)))] == [
        "matters.0.amount.high"
    ]
    assert [one for one, _says in faults(Matter("car", things=(GOOD[0], GOOD[0])))] == [
        "matters.0.things.1.key"
    ]
