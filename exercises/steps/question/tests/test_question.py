"""Which questions are drawn; and what one partner learns of the other's answer: nothing until both are there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from exercises.core import rules
from exercises.core.events import Entered, MovedOn
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.session import evolve
from exercises.steps.question.asked import Answered, AnswersOpened, AnswerTakenBack, AskedForAnother
from exercises.steps.question.bank import Settings, drawn
from exercises.steps.question.kind import KIND
from tests.core.examples import NOON, OF_KIND, begin
from tests.core.real import REAL

from .example import EXAMPLE

A, B = Partner
HERE = Here("ask", EXAMPLE.settings, chance=5)


def after(*events):
    state = KIND.start(HERE)
    for event in events:
        state = KIND.evolve(HERE, state, event)
    return state


def key(state, number=1):
    return state.asked[number - 1].question.key


def names(state, who):
    return [one.name for one in KIND.offers(HERE, state, who)]


def test_nothing_of_an_answer_shows_to_the_other_until_both_have_answered():
    empty = after()
    one = after(Answered(A, key(empty), "A good cup of it"))
    assert KIND.view(HERE, one, B) == KIND.view(HERE, empty, B)
    assert KIND.offers(HERE, one, B) == KIND.offers(HERE, empty, B)
    both = KIND.evolve(HERE, KIND.evolve(HERE, one, Answered(B, key(one), "Mint")), AnswersOpened(key(one)))
    (question,) = KIND.view(HERE, both, B).theirs.opened
    assert question.answers == ((B, "Mint"), (A, "A good cup of it"))


def test_an_answer_can_be_taken_back_and_said_anew_until_it_opens():
    state = after()
    taken = after(Answered(A, key(state), "First try"), AnswerTakenBack(A, key(state)))
    answer = next(one for one in KIND.offers(HERE, taken, A) if one.name == "answer_one")
    assert answer.initial == {"answer": "First try"}
    assert KIND.view(HERE, taken, A).mine.questions[0].answer is None


def test_an_earlier_question_can_still_be_answered_and_there_is_an_end_of_others():
    assert names(after(AskedForAnother(A)), A) == ["answer_two", "answer_one", "another"]
    assert names(after(AskedForAnother(A), AskedForAnother(A)), A) == [
        "answer_three",
        "answer_two",
        "answer_one",
    ]


def test_how_many_questions_somebody_looks_at_shows_to_them_alone():
    empty, further = after(), after(AskedForAnother(A), AskedForAnother(A))
    assert KIND.view(HERE, further, B) == KIND.view(HERE, empty, B)
    assert KIND.offers(HERE, further, B) == KIND.offers(HERE, empty, B)
    assert [one.ask.text for one in KIND.view(HERE, further, A).mine.questions] == ["tea?", "walk?", "fear?"]
    answered = KIND.evolve(HERE, further, Answered(A, key(empty, 2), "To the sea"))
    assert KIND.view(HERE, answered, B) == KIND.view(HERE, empty, B)
    assert not KIND.turns(AskedForAnother(A))


def test_both_find_the_same_questions_in_the_same_order():
    state = after(*[AskedForAnother(who) for who in (A, A, B, B)])
    one, other = (KIND.view(HERE, state, who).mine.questions for who in Partner)
    assert one == other
    assert len(one) == 3


def test_the_step_can_be_left_whatever_was_answered():
    assert KIND.finished(after())


def test_whoever_has_answered_has_nothing_to_do_until_it_opens():
    now = begin(OF_KIND["question"])
    for event in (Entered(A), Entered(B), MovedOn(1, NOON)):
        now = evolve(now, event)
    assert rules.has_own_part(now, A)
    answered = evolve(now, Answered(A, key(now.state), "Mint"))
    assert not rules.has_own_part(answered, A)
    assert rules.has_own_part(answered, B)
    both = evolve(evolve(answered, Answered(B, key(now.state), "Black")), AnswersOpened(key(now.state)))
    assert rules.has_own_part(both, A)  # to read it, and to go on


@pytest.fixture(scope="module")
def bank() -> Settings:
    found: Settings
    (found,) = (step.settings for step in REAL["one-question-for-both"].steps if step.kind is KIND)
    return found


def test_the_bank_has_sixty_questions_over_all_areas(bank):
    areas = Counter(one.area for one in bank.questions)
    assert len(bank.questions) >= 60
    assert len(areas) == 9
    assert min(areas.values()) >= 5
    assert areas["light"] >= 20


def test_light_ones_come_first_and_every_question_is_drawn_sometime(bank):
    draws = [drawn(bank, (7919 * seed * seed) << 3 | seed % 8, {}) for seed in range(600)]
    assert all([one.depth for one in draw] == [1, 1, 2, 2, 3] for draw in draws)
    assert all(len({one.key for one in draw}) == bank.most for draw in draws)
    assert {one.key for draw in draws for one in draw} == {one.key for one in bank.questions}


def test_none_comes_again_until_all_have_come(bank):
    times: Counter[str] = Counter()
    for session in range(3 * len(bank.questions)):
        rarest = min(times[one.key] for one in bank.questions)
        fresh = sum(times[one.key] == rarest for one in bank.questions)
        draw = [one.key for one in drawn(bank, 7919 * session * session + 5, times)]
        assert sum(times[key] == rarest for key in draw) == min(len(draw), fresh)
        times.update(draw)
    assert max(times.values()) - min(times.values()) <= 1


def test_where_a_depth_is_missing_the_nearest_is_drawn():
    only_deep = [one for one in EXAMPLE.settings.questions if one.depth == 3]
    settings = replace(EXAMPLE.settings, questions=tuple(only_deep))
    assert drawn(settings, 0, {}) == settings.questions
