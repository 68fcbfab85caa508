"""Which topics open, and in which order; how they open one by one; and when it is enough."""

from dataclasses import replace

import pytest

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner
from exercises.core.rest import Rest
from exercises.core.text import GONE
from exercises.steps.one_at_a_time.form import PASS, Answer, order
from exercises.steps.one_at_a_time.kind import KIND
from exercises.steps.one_at_a_time.reveal import NextOpened, ReadyForNext, Stopped

from .example import EXAMPLE, KEYS, QUESTIONS

A, B = Partner
HERE = Here("look", EXAMPLE.settings)


def answers(*allowed, wanted=None, says="both"):
    given = {f"{key}.{ask}": says for key in KEYS for ask in QUESTIONS}
    opens = {f"open.{key}": "may_open" if key in allowed else "keep" for key in KEYS}
    return {**given, **opens, "wanted": wanted}


def after(*events):
    state = KIND.start(HERE)
    for event in events:
        state = KIND.evolve(HERE, state, event)
    return state


def names(state, who):
    return [one.name for one in KIND.offers(HERE, state, who)]


def test_only_what_both_allow_opens_and_never_more_than_said():
    both = answers(*KEYS)
    for chance in range(50):
        assert set(order(HERE.settings, (answers("food", "rest"), both), chance)) == {"food", "rest"}
        assert len(order(HERE.settings, (both, both), chance)) == 3
    assert order(HERE.settings, (answers("food"), answers("rest")), 0) == []


def test_what_both_would_like_to_talk_about_comes_first():
    both = (answers(*KEYS, wanted="pets"), answers("food", wanted="pets"))
    assert {tuple(order(HERE.settings, both, chance)) for chance in range(20)} == {("pets", "food")}


def test_what_one_alone_would_like_changes_nothing():
    for chance in range(20):
        plain = order(HERE.settings, (answers(*KEYS), answers(*KEYS)), chance)
        assert order(HERE.settings, (answers(*KEYS, wanted="pets"), answers(*KEYS)), chance) == plain


def test_each_topic_comes_up_sometime():
    found = {key for chance in range(200) for key in order(HERE.settings, (answers(*KEYS),) * 2, chance)}
    assert found == set(KEYS)


@pytest.fixture
def opened():
    forms = [HandedIn(who, answers(*KEYS, says=says)) for who, says in ((A, "me"), (B, "you"))]
    return (*forms, FormsOpened({"order": ["food", "rest", "pets"]}))


def test_one_topic_opens_and_the_next_when_both_have_asked_for_it(opened):
    first = after(*opened)
    assert [str(card.title.text) for card in KIND.view(HERE, first, B).theirs.cards] == ["food"]
    asked = after(*opened, ReadyForNext(A))
    assert KIND.view(HERE, asked, B).theirs.partner_ready
    assert len(KIND.view(HERE, asked, B).theirs.cards) == 1
    second = after(*opened, ReadyForNext(A), ReadyForNext(B), NextOpened())
    assert [str(card.title.text) for card in KIND.view(HERE, second, A).theirs.cards] == ["food", "rest"]


def test_either_can_stop_and_then_the_step_can_be_left(opened):
    first = after(*opened)
    assert not KIND.finished(first)
    assert all("stop_here" in names(first, who) for who in Partner)
    stopped = after(*opened, Stopped(B))
    assert KIND.finished(stopped)
    assert names(stopped, A) == ["say"]


def test_the_same_view_is_told_from_two_sides(opened):
    (card,) = KIND.view(HERE, after(*opened), A).theirs.cards
    assert all(row.alike for row in card.rows)
    other = after(HandedIn(A, answers(*KEYS, says="me")), HandedIn(B, answers(*KEYS, says="me")), opened[-1])
    (card,) = KIND.view(HERE, other, A).theirs.cards
    assert not any(row.alike for row in card.rows)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("me", "you", False),
        ("me", "me", True),
        ("both", "me", True),
        ("pass", "me", False),
        ("both", "both", False),
    ],
)
def test_two_answers_differ_if_both_say_something_and_not_the_same(opened, one, other, differs):
    forms = HandedIn(A, answers(*KEYS, says=one)), HandedIn(B, answers(*KEYS, says=other))
    assert [point.differs for point in told(after(*forms, opened[-1]))] == [differs]
    assert not any(point.differs for point in told(after(HandedIn(A, GONE), forms[1], opened[-1])))


def told(state):
    """What a counselor is told in short of the one topic that is open. To its question one may also say nothing."""
    (ask,) = EXAMPLE.settings.asks
    asked = replace(ask, answers=(*ask.answers, Answer(PASS, "I would rather not say")))
    here = replace(HERE, settings=replace(EXAMPLE.settings, asks=(asked,)))
    seen = [KIND.view(here, state, who).theirs for who in Partner]
    points = KIND.points(KIND.revealed(Pair(*seen)))
    assert [point.key for point in points] == ["food"]
    return points


def test_where_nothing_opens_the_step_is_finished():
    nothing = after(FormsOpened({"order": []}))
    assert KIND.finished(nothing)
    assert names(nothing, A) == []


def test_in_the_same_room_nothing_is_typed(opened):
    here = replace(HERE, carried={"together": "room"})
    assert "say" not in [one.name for one in KIND.offers(here, after(*opened), A)]


def test_it_rests_for_a_week_so_that_running_it_again_does_not_undo_the_chance():
    """Run after run would open all that the other allows: what never opens is then kept."""
    opened = {key for chance in range(50) for key in order(HERE.settings, [answers(*KEYS)] * 2, chance)}
    assert opened == set(KEYS)
    assert KIND.rests(HERE.settings) == Rest(7, also_assigned=True)
