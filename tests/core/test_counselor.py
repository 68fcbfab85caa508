"""A counselor in a session: her acts ask, and change nothing but their own line; the two can always go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from exercises.core import rules, session
from exercises.core.counselor_events import CounselorLeft, StepHeld
from exercises.core.counselor_rules import MAX_ACTS, MAX_WORDS, counselor_offers
from exercises.core.events import Ended, MovedOn, Resumed, without_content
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Partner
from exercises.core.text import GONE, Refused
from exercises.core.view import view_of
from tests.core.examples import OF_KIND, begin
from tests.core.filling import filled
from tests.core.plain import plain, said
from tests.core.real import ALL, FIRST, exercise
from tests.core.three import CASEY, READING, Three, seen_by_both, three, together
from tests.long_run import IS_LONG

A, B = Partner
DANA = Observer("6d0c1b8e-0000-4000-8000-00000000da7a")
SEEDS = range(200 if IS_LONG else 4)
WALKED = (
    tuple(ALL) if IS_LONG else (*FIRST, "private_reflection", "joint_text", "swap", "floor", "blind_choices")
)
every_walk = pytest.mark.parametrize("name", WALKED)


@every_walk
def test_no_walk_of_three_gets_stuck_and_her_acts_change_only_their_own_line(name):
    acts = 0
    for seed in SEEDS:
        for going, before, event in together(exercise(name), seed):
            now, acts = going.now, acts + (event is not None)
            assert seen_by_both(now, going.at) == seen_by_both(before, going.at), event
            assert (now.index, now.past, now.state, now.ready) == (
                before.index,
                before.past,
                before.state,
                before.ready,
            )
        assert session.replay(begin(exercise(name)), going.history) == going.now
    assert acts > len(SEEDS)


@every_walk
def test_erased_she_leaves_a_session_that_goes_on_without_her_words(name):
    for seed in SEEDS:
        whole = [going for going, *_ in together(exercise(name), seed)]
        if not whole:
            continue
        going = whole[-1]
        kept = [without_content(event, CASEY) for event in [*going.history, CounselorLeft(CASEY, going.at)]]
        now = session.replay(begin(exercise(name)), kept)
        assert now.counselor.waits is None
        assert now.state == going.now.state
        assert not {act.words for act in now.counselor.acts} - {None, GONE}


@every_walk
def test_what_she_reads_is_what_both_could_read_if_it_ended_now(name):
    found = 0
    for seed in SEEDS:
        for going, *_ in together(exercise(name), seed):
            words = {one for one in said(view_of(going.now, READING, going.at).open) if one.startswith("«")}
            found += len(words)
            assert view_of(going.now, CASEY, going.at).open == ()
            for who in Partner if words else ():
                ended = session.evolve(going.now, Ended(who))
                assert not words - set(said(view_of(ended, who, going.at).recap))
    assert found or name not in ("see-feel-need-ask", "private_reflection")


def at_step(name: str, wanted: str) -> Three:
    """A walk of two to where something has come into sight."""
    for seed in range(60):
        going = three(exercise(name), seed)
        for _ in range(300):
            if going.now.over:
                break
            if going.now.step.kind.name == wanted and all(going.now.entered) and not going.now.pause:
                return going
            going.step()
    raise AssertionError(wanted)


def do(going: Three, who: Partner, name: str) -> list[object]:
    offer = next(one for one in going.offers(who) if one.name == name)
    ask = Ask(
        by=who, name=name, visit=going.now.visit, at=going.at, chance=7, raw=filled(offer, going.rng, who)
    )
    outcome = rules.outcome(going.now, ask)
    going.now = outcome.after
    going.history += outcome.events
    return [type(event) for event in outcome.events]


@pytest.fixture
def text() -> Three:
    """In a step that both may leave at any time, together."""
    return at_step("joint_text", "joint_text")


def test_a_step_is_held_once_and_left_when_both_press_again(text):
    text.add(text.event_of("ask_to_wait"))
    visit = text.now.visit
    do(text, A, "continue")
    assert do(text, B, "continue")[-1] is StepHeld
    assert (text.now.visit, text.now.ready.a, text.now.step.kind.name) == (visit + 1, False, "joint_text")
    for who in Partner:
        assert [offer.name for offer in view_of(text.now, who, text.at).forms] == ["continue"]
    do(text, B, "continue")
    assert do(text, A, "continue")[-1] is MovedOn
    assert text.now.counselor.waits is None


def test_a_step_that_one_leaves_alone_is_held_too():
    going = at_step("private_reflection", "private_reflection")
    going.add(going.event_of("ask_to_wait"))
    for _ in range(200):
        if going.now.counselor.held:
            break
        going.step()
    assert going.now.counselor.held
    assert going.now.step.kind.name == "private_reflection"
    assert going.now.finished


@pytest.mark.parametrize("how", ["release", "left"])
def test_when_she_lets_go_nothing_moves_until_both_press(text, how):
    text.add(text.event_of("ask_to_wait"))
    for who in Partner:
        do(text, who, "continue")
    text.add(text.event_of("release")) if how == "release" else text.leave()
    assert text.now.step.kind.name == "joint_text"
    assert view_of(text.now, A, text.at).counselor.waits is None
    do(text, A, "continue")
    assert do(text, B, "continue")[-1] is MovedOn


def test_her_pause_is_over_when_both_go_on_all_the_same_and_neither_sees_who_wants_it(text):
    text.add(text.event_of("pause"))
    other = view_of(text.now, B, text.at)
    do(text, A, "go_on_anyway")
    assert view_of(text.now, B, text.at) == other
    assert view_of(text.now, CASEY, text.at).paused
    with pytest.raises(Refused):
        rules.outcome(text.now, text.ask(A, "resume", {}))
    assert do(text, B, "go_on_anyway")[-1] is Resumed
    assert text.now.pause is None


def test_her_pause_moves_the_timer_when_she_has_to_leave():
    going = at_step("floor", "floor")
    if going.now.timer is None:
        pytest.skip("no timer in this example")
    ends = going.now.timer.ends_at
    going.add(going.event_of("pause"))
    going.at += timedelta(minutes=3)
    going.leave()
    assert going.now.pause is None
    assert going.now.timer.ends_at == ends + timedelta(minutes=3)


def test_the_step_before_comes_when_both_say_yes_and_nobody_sees_one_yes(text):
    text.add(text.event_of("offer_on"))
    others = [view_of(text.now, viewer, text.at) for viewer in (B, CASEY, DANA)]
    do(text, A, "yes_to_step")
    assert [view_of(text.now, viewer, text.at) for viewer in (B, CASEY, DANA)] == others
    assert do(text, B, "yes_to_step")[-1] is MovedOn


def test_a_step_back_hands_nothing_on_from_the_one_that_is_left():
    going = next(
        one
        for name in OF_KIND
        for one in [found_back(name)]
        if one is not None and one.now.step.kind.carry.__name__ == "carry"
    )
    carried = dict(going.now.carried)
    going.add(going.event_of("offer_back"))
    index = going.now.index
    for who in Partner:
        do(going, who, "yes_to_step")
    assert going.now.index == index - 1
    assert dict(going.now.carried) == carried
    assert going.now.past[-1].index == index


def found_back(name: str) -> Three | None:
    going = three(exercise(name), 0)
    for _ in range(300):
        if going.now.over:
            return None
        if not going.now.pause and going.now.index > 1 and offered(going.now, CASEY) & {"offer_back"}:
            return going
        going.step()
    return None


def offered(now: session.Session, viewer: Observer) -> set[str]:
    return {offer.name for offer in counselor_offers(now, viewer)}


NEVER_ANEW = {"negotiation", "answer", "joint_text", "perception", "one_at_a_time", "division"}
"""The kinds that write into the ledger, or rest after each opening."""


@pytest.mark.parametrize("slug", ALL)
def test_no_step_begins_anew_that_writes_into_the_ledger_or_rests(slug):
    steps = exercise(slug).steps
    for index in range(1, len(steps)):
        two = {step.kind.name for step in steps[index - 1 : index + 1]}
        may = "offer_back" in offered(replace(begin(exercise(slug)), index=index), CASEY)
        assert may == (not two & NEVER_ANEW) or "blind_choices" in two


def test_another_counselor_sees_the_act_and_not_whose_it_was_or_the_words(text):
    text.add(text.event_of("say", {"words": "Both of you breathe."}))
    text.add(text.event_of("ask_to_wait"))
    hers, others = (view_of(text.now, who, text.at) for who in (CASEY, DANA))
    assert [act.what for act in others.counselor.acts] == ["words", "wait"]
    assert CASEY.id not in str(plain(others))
    assert "breathe" not in str(plain(others))
    assert "breathe" in str(plain(hers))
    assert "release" not in offered(text.now, DANA)
    assert "ask_to_wait" not in offered(text.now, DANA)


def test_words_stay_until_put_aside_and_are_all_there_at_the_end(text):
    text.add(text.event_of("say", {"words": "First."}))
    do(text, A, "put_words_aside")
    text.add(text.event_of("say", {"words": "Second."}))

    def read(who):
        return [act.words for act in view_of(text.now, who, text.at).counselor.acts]

    assert (read(A), read(B)) == (["Second."], ["First.", "Second."])
    do(text, A, "end")
    assert read(A) == read(B) == ["First.", "Second."]


def test_setting_aside_ends_what_she_asks(text):
    text.add(text.event_of("ask_to_wait"))
    text.add(text.event_of("pause"))
    text.add(text.event_of("release"))
    text.add(text.event_of("ask_to_wait"))
    do(text, A, "enough")
    assert (text.now.counselor.waits, text.now.pause) == (None, None)
    assert offered(text.now, CASEY) == set()


def test_she_is_bounded_and_can_still_end_what_she_asks(text):
    text.add(text.event_of("ask_to_wait"))
    for _ in range(MAX_ACTS):
        text.add(text.event_of("say", {"words": "so"})) if "say" in offered(text.now, CASEY) else None
    assert offered(text.now, CASEY) == {"release"}
    with pytest.raises(Refused):
        text.event_of("say", {"words": "so"})


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("say", {"words": ""}),
        ("say", {"words": "x" * (MAX_WORDS + 1)}),
        ("release", {}),
        ("end", {}),
        ("enough", {}),
        ("continue", {}),
        ("open", {}),
        ("hand_in", {}),
        ("take_words_back", {}),
        ("ask_to_wait", {"x": "y"}),
    ],
)
def test_what_is_not_hers_is_refused(text, name, raw):
    with pytest.raises(Refused):
        text.event_of(name, raw)


def test_nobody_in_particular_can_do_nothing(text):
    assert offered(text.now, Observer()) == set()
