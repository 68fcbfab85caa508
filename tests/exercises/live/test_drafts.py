"""What somebody typed and did not send is theirs, comes back to them, and is nobody else's business."""

from __future__ import annotations

import pytest

from exercises.live import access, commands
from exercises.live.models import Draft
from exercises.live.store import drafts
from exercises.live.store.drafts import LeftOver
from tests.exercises.live.rooms import LETTER

pytestmark = pytest.mark.django_db


def granted(chair):
    return access.of_partner(chair.session, chair.caller)


def test_what_was_typed_comes_back_to_who_typed_it_only(writing):
    assert drafts.save(granted(writing.alex), 2, "hand_in", {"see": "We ate at nine", "more": ["a", "b"]})
    assert drafts.of(granted(writing.alex), 2) == (
        {"hand_in": {"see": "We ate at nine", "more": ["a", "b"]}},
        (),
    )
    assert drafts.of(granted(writing.blair), 2) == ({}, ())


def test_the_others_screen_is_the_same_with_and_without_a_draft(writing):
    before = writing.blair.page(), writing.blair.look()
    drafts.save(granted(writing.alex), 2, "hand_in", LETTER)
    assert (writing.blair.page(), writing.blair.look()) == before


def test_the_last_words_win(writing):
    for words in ("We", "We ate", "We ate at nine"):
        drafts.save(granted(writing.alex), 2, "hand_in", {"see": words})
    assert drafts.of(granted(writing.alex), 2)[0]["hand_in"]["see"] == "We ate at nine"
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("words", ["We ate at nine", "Sleep", "今夜は一人で", "no."])
@pytest.mark.parametrize("visit", [3, 4, 5, 90])
def test_words_of_a_step_that_was_left_stay_on_the_screen_however_far_the_other_went_on(
    writing, visit, words
):
    alex = granted(writing.alex)
    drafts.save(alex, 2, "hand_in", {"see": words, "kind": "limit"})
    assert drafts.of(alex, visit)[1] == (LeftOver(2, "hand_in", (words,)),)
    assert ("hand_in" in drafts.of(alex, visit)[0]) == (visit <= 4)  # put back only where it may still fit
    assert drafts.of(granted(writing.blair), visit) == ({}, ())


def test_words_of_a_form_that_is_gone_within_its_visit_are_left_over(writing):
    drafts.save(granted(writing.alex), 2, "hand_in", {"see": "We ate at nine"})
    assert drafts.of(granted(writing.alex), 2, frozenset({"hand_in"}))[1] == ()
    assert drafts.of(granted(writing.alex), 2, frozenset({"open"}))[1][0].words == ("We ate at nine",)


def test_only_its_author_clears_what_is_left_over(writing):
    drafts.save(granted(writing.alex), 1, "ready", {"see": "We ate at nine"})
    drafts.save(granted(writing.alex), 2, "hand_in", {"see": "And at ten"})
    commands.save_draft(writing.id, writing.blair.caller, 1, "ready", {})
    assert [one.words for one in drafts.of(granted(writing.alex), 9)[1]] == [
        ("We ate at nine",),
        ("And at ten",),
    ]
    commands.save_draft(writing.id, writing.alex.caller, 1, "ready", {})
    assert [one.words for one in drafts.of(granted(writing.alex), 9)[1]] == [("And at ten",)]


@pytest.mark.parametrize(
    ("visit", "name", "typed"),
    [(0, "hand_in", {}), (-1, "hand_in", {}), (2**31, "hand_in", {}), (10**40, "hand_in", {}), (2, "", {}),
     (2, "Hand in", {}), (2, "x" * 41, {}), (2, "hand_in\n", {}), (2, "hand_in", {"see": "x" * 50_000})],
)  # fmt: skip
def test_what_is_no_draft_is_not_kept(writing, visit, name, typed):
    assert not drafts.save(granted(writing.alex), visit, name, typed)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "typed", [{"see": 7}, {"see": {"a": []}}, {"see": [1, None]}, {"see": "\ud800"}, {"\x00": "\x00"}]
)
def test_odd_things_in_a_draft_break_no_screen(writing, typed):
    drafts.save(granted(writing.alex), 2, "hand_in", typed)
    assert writing.alex.page()
    assert writing.alex.look()


def test_nobody_can_fill_the_database_with_drafts(writing):
    names = [f"form_{one}{two}" for one in "abcdefgh" for two in "abcdefgh"]
    kept = [name for name in names if drafts.save(granted(writing.alex), 2, name, {"see": "Words of mine"})]
    assert len(kept) == Draft.objects.count() == drafts.MAX_DRAFTS
    assert drafts.save(granted(writing.alex), 2, kept[0], {"see": "once more"})


def test_what_lies_far_back_stays_when_something_else_is_accepted(writing):
    drafts.save(granted(writing.alex), 1, "ready", {"see": "long ago"})
    writing.open_the_letter()
    writing.blair.do("say_back", words="You were tired")
    writing.alex.do("not_quite")
    writing.alex.do("pause")
    assert drafts.of(granted(writing.alex), 5)[1] == (LeftOver(1, "ready", ("long ago",)),)


def test_choices_without_words_make_room_when_there_is_none(writing):
    for number in range(drafts.MAX_DRAFTS):
        drafts.save(
            granted(writing.alex), number + 1, "ready", {"see": "late" if number % 2 else "Words of mine"}
        )
    assert drafts.save(granted(writing.alex), 2, "hand_in", {"see": "One more"})
    assert Draft.objects.count() == drafts.MAX_DRAFTS // 2 + 1


def test_what_was_put_back_into_a_form_goes_when_that_is_accepted(writing):
    drafts.save(granted(writing.alex), 1, "hand_in", {"see": "We ate at nine"})
    writing.alex.do("hand_in", **LETTER)
    assert Draft.objects.count() == 0
