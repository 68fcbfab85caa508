"""What the exercises of Counterpoint say: plain, kind, in our own words; and when a gentle remark appears."""

import json
from typing import Any

import pytest

from exercises.catalog import CoupleDefinition, canonical, couple_definitions
from exercises.core.kind import Step
from exercises.core.pair import Partner
from exercises.steps.perception.form import form
from exercises.steps.private_reflection.form import notes

AREAS = ["emotional", "reassurance", "decisions", "money", "practical", "own_time", "outside", "influence"]
NOT_OURS = ["Gottman", "Imago", "PREP", "Nonviolent", "NVC", "Speaker-Listener", "PREPARE", "love language"]
NOT_SAID = ["toxic", "codependen", "victim", "waiting for you", "overestimate", "underestimate", "score", "%"]
ASSUMED = [
    "husband",
    "wife",
    "spouse",
    "married",
    "marriage",
    "your home",
    "your children",
    "boyfriend",
    "girlfriend",
]

every_exercise = pytest.mark.parametrize("definition", couple_definitions(), ids=lambda each: each.slug)


def step(slug: str, step_id: str) -> Step:
    exercise = next(each for each in couple_definitions() if each.slug == slug).exercise()
    return exercise.steps[exercise.index_of(step_id)]


def remarks(slug: str, answers: dict[str, Any]) -> str:
    """The gentle remarks on what somebody wrote."""
    return " ".join(str(note.text) for note in notes(step(slug, "write").settings, answers))


@every_exercise
def test_an_exercise_does_not_shout_label_or_assume(definition: CoupleDefinition) -> None:
    text = json.dumps(canonical(definition))
    assert not [word for word in [*NOT_OURS, "!"] if word in text]
    assert not [word for word in NOT_SAID + ASSUMED if word in text.lower()]


@every_exercise
def test_an_exercise_has_one_sentence_for_the_home_page(definition: CoupleDefinition) -> None:
    assert definition.summary


@every_exercise
def test_an_exercise_says_what_it_is_not_for_and_where_help_is(definition: CoupleDefinition) -> None:
    said = str(definition.not_for)
    assert all(word in said for word in ("upset", "fear, pressure or violence", "Help page"))
    assert "not claim that it is validated" in str(definition.provenance)


@every_exercise
def test_nobody_writes_before_reading_who_sees_it_and_when(definition: CoupleDefinition) -> None:
    kinds = ("private_reflection", "perception")
    intros = [str(each.settings.intro) for each in definition.exercise().steps if each.kind.name in kinds]
    assert all("{partner} sees" in intro and "Open" in intro for intro in intros)


def test_a_need_is_asked_for_in_four_fields() -> None:
    questions = step("see-feel-need-ask", "write").settings.questions
    assert [question.name for question in questions] == ["see", "feel", "need", "ask"]


@pytest.mark.parametrize(
    ("answers", "remark"),
    [
        ({"see": "You are always late."}, "easy to argue about"),
        ({"feel": "I feel that you don't care."}, "turns into a thought"),
        ({"need": "I need you to be on time."}, "what is it that you need"),
        ({"ask": "You must call me."}, "only yes were allowed"),
    ],
)
def test_a_need_gets_a_gentle_remark_where_it_may_be_hard_to_hear(
    answers: dict[str, str], remark: str
) -> None:
    assert remark.lower() in remarks("see-feel-need-ask", answers).lower()


def test_a_need_in_plain_words_gets_no_remark() -> None:
    plain = {
        "see": "On Tuesday we ate at nine.",
        "feel": "Sad and tired.",
        "need": "To be able to plan my evening.",
        "ask": "Would you write to me when it gets late?",
    }
    assert remarks("see-feel-need-ask", plain) == ""


@pytest.mark.parametrize(
    "words", ["You must be home by ten.", "You can’t see them", "It's not allowed to shout"]
)
def test_a_limit_that_reads_as_a_rule_is_offered_as_a_request(words: str) -> None:
    said = remarks("limit-request-or-agreement", {"kind": "limit", "words": words})
    assert "a rule for {partner}" in said
    assert "make it a request" in said
    assert "Nothing here stops you" in said


@pytest.mark.parametrize(
    "words", ["If you shout, I will leave.", "I sleep elsewhere tonight", "I will call for help"]
)
def test_protecting_oneself_as_a_limit_gets_no_remark(words: str) -> None:
    assert remarks("limit-request-or-agreement", {"kind": "limit", "words": words}) == ""


@pytest.mark.parametrize("kind", ["request", "agreement"])
def test_leaving_is_said_to_be_a_limit_whatever_was_chosen(kind: str) -> None:
    said = remarks("limit-request-or-agreement", {"kind": kind, "words": "I will leave when you shout."})
    assert "is always a limit" in said


@pytest.mark.parametrize("words", ["Stay, or else.", "Please call; otherwise I tell them"])
def test_a_threat_in_the_clothes_of_a_request_is_noticed(words: str) -> None:
    assert "sound like a threat" in remarks("limit-request-or-agreement", {"kind": "request", "words": words})


def test_the_check_in_has_eight_areas_with_two_statements_each() -> None:
    settings = step("balance-check-in", "sheets").settings
    assert [area.key for area in settings.areas] == AREAS
    assert all("{partner}" in area.partner for area in settings.areas)
    assert (settings.fewest, settings.most, settings.at_once) == (3, 6, 3)


def test_the_short_form_of_the_check_in_takes_three_ratings_an_area() -> None:
    settings = step("balance-check-in", "sheets").settings
    fields = form(settings, Partner.A, settings.areas)
    assert len([field for field in fields if field.type == "rating" and field.required]) == 24


def test_the_check_in_says_beforehand_that_what_is_not_shown_proves_nothing() -> None:
    intro = step("balance-check-in", "sheets").settings.intro
    said = ("drawn by chance", "proves nothing", "fewer than three", "needs no reason")
    assert all(words in intro for words in said)
