"""What somebody typed and did not send is theirs, comes back to them, and is nobody else's business."""

from __future__ import annotations

import pytest

from exercises.live import access
from exercises.live.models import Draft
from exercises.live.store import drafts
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


def test_words_of_a_step_that_was_left_stay_on_the_screen_for_two_visits(writing):
    drafts.save(granted(writing.alex), 2, "hand_in", {"see": "We ate at nine", "kind": "limit"})
    assert drafts.of(granted(writing.alex), 3)[1] == ("We ate at nine",)
    assert drafts.of(granted(writing.alex), 4)[1] == ("We ate at nine",)
    assert drafts.of(granted(writing.alex), 5) == ({}, ())


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
    kept = [name for name in names if drafts.save(granted(writing.alex), 2, name, {"see": "x"})]
    assert len(kept) == Draft.objects.count() <= 12
    assert drafts.save(granted(writing.alex), 2, kept[0], {"see": "once more"})


def test_what_lies_too_far_back_goes_with_the_next_accepted_command(writing):
    drafts.save(granted(writing.alex), 1, "ready", {"see": "long ago"})
    writing.open_the_letter()
    writing.blair.do("say_back", words="You were tired")
    writing.alex.do("not_quite")
    assert Draft.objects.count() == 0
