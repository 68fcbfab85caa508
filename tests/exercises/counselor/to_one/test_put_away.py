"""What was given to one alone, put away and taken out again: theirs to do, and nobody else can tell."""

from __future__ import annotations

import pytest
from django.db import transaction

from couples.accounts import users
from couples.counseling import links
from couples.lock import locks
from couples.privacy import export
from exercises.counselor.to_one import giving
from exercises.private.handouts import received, slots, told
from exercises.private.handouts.received import MAX_NOTE_LENGTH
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import PIN, with_pin
from tests.exercises.counselor.at_work import link, signed_in
from tests.exercises.counselor.to_one.handing import MINE, NOTE, WORDS, give, listed, of, path, tell, text
from tests.exercises.counselor.to_one.test_nobody_can_tell import answers, cells, of_casey
from tests.exercises.private.everything import inside

pytestmark = pytest.mark.django_db
FOLD = "What you put away"
OF_BLAIRS = ("/", "/counselors/", "/counselors/who-read-what/", "/data/", "/alone/", MINE, "/alone/g/")


def away(user, pin: str = "") -> list[received.Handout]:
    return received.read_away(opened_store(user, pin))


def test_put_away_it_lies_folded_until_it_is_taken_out_or_removed_for_good(linked, alex):
    give(linked, note="the first")
    give(linked)
    mine, (later, first) = inside(alex), of(alex)
    assert FOLD not in text(mine, MINE)
    for _time in range(2):
        assert mine.post(MINE, {"put_away": str(first.id)}).url == MINE
    page = text(mine, MINE)
    assert page.index(NOTE) < page.index(FOLD) < page.index("Take it back out") < page.index("Yes, remove it")
    assert "the first" not in page, "out of sight"
    assert ([one.id for one in of(alex)], [one.is_away for one in away(alex)]) == ([later.id], [True])
    for _time in range(2):
        mine.post(MINE, {"take_out": str(first.id)})
    assert of(alex) == [first, later], "on top, as it was"
    assert FOLD not in text(mine, MINE)
    for act in ("remove", "put_away", "remove", "take_out"):
        mine.post(MINE, {act: str(first.id)})
    assert (of(alex), away(alex)) == ([later], [])
    assert mine.post(MINE, {"take_out": "none"}).status_code == 404


def test_taken_out_it_can_be_told_of_and_hers_to_take_back(linked, alex):
    give(linked, note="\U0001f343" * MAX_NOTE_LENGTH)
    mine, (one,) = inside(alex), of(alex)
    mine.post(MINE, {"put_away": str(one.id)})
    answer = tell(mine, one.id)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode(), "typed in another tab: nothing that was written is lost"
    assert tell(mine, one.id, words="").status_code == 404
    assert told.read(opened_store(alex)) == []
    mine.post(MINE, {"take_out": str(one.id)})
    assert of(alex) == [one]
    assert tell(mine, one.id).status_code == 302
    mine.post(MINE, {"put_away": str(one.id)})
    signed_in(linked.counselor).post(f"{path(linked)}{one.id}/take-back/")
    assert (of(alex), away(alex)) == ([], [])


def test_it_goes_along_with_another_key_and_outlives_the_link(linked, alex):
    give(linked)
    inside(alex).post(MINE, {"put_away": str(of(alex)[0].id)})
    with_pin(alex)
    assert received.read_away(locks.of(alex.pk).opened(bytes(32))) == []
    (one,) = away(alex, PIN)
    assert (one.note, one.link) == (NOTE, linked.pk)
    links.end(linked)
    assert [each.note for each in away(alex, PIN)] == [NOTE]
    (mine,) = export.collect(alex, opened_store(alex, PIN))["only_yours"]["for_you_alone"]
    assert (mine["note"], mine["put_away"]) == (NOTE, True)


def test_full_pages_give_up_what_is_put_away_before_anything_else(linked, alex, blair, monkeypatch):
    """Also before what somebody gave whose link has ended."""
    monkeypatch.setattr(slots, "SLOTS", 3)
    theirs = link(with_second_step(users.create("dana@example.org", "Dana", is_counselor=True)), alex, blair)
    give(theirs, note="oldest")
    links.end(theirs)
    for note in ("put away first", "put away then"):
        give(linked, note=note)
    then, first, _oldest = of(alex)
    for one in (first, then):
        inside(alex).post(MINE, {"put_away": str(one.id)})
    give(linked, note="new")
    assert [one.note for one in of(alex)] == ["new", "oldest"]
    assert [one.note for one in away(alex)] == ["put away then"]


def test_no_answer_to_blair_or_casey_differs_and_one_row_changes(linked, alex, blair, casey):
    both_allow(linked)
    give(linked)
    mine, client, hers, (one,) = inside(alex), inside(blair), signed_in(casey), of(alex)

    def seen() -> list[object]:
        return [*answers(client, OF_BLAIRS), *answers(hers, of_casey(linked)[:6]), listed(linked, alex)]

    giving.prepare(casey, [alex.pk, blair.pk])
    mine.get(MINE)
    seen()
    before = seen()
    for act in ("put_away", "take_out", "put_away", "remove"):
        rows = cells()
        mine.post(MINE, {act: str(one.id)})
        changed = {cell: value for cell, value in cells().items() if rows.get(cell) != value}
        assert {(model, column) for model, _row, column in changed} - {("SignIn", "session_data")} == {
            ("Handouts", "received")
        }
        assert {len(rows[cell]) == len(value) for cell, value in changed.items()} == {True}
    assert seen() == before


def test_the_same_exercise_given_again_is_on_one_card_with_the_words_of_each(linked, alex):
    give(linked, note="the first")
    give(linked)
    mine = inside(alex)
    page = text(mine, MINE)
    assert page.count("<article") == 1
    assert page.count(">Open it<") == 1
    assert "given to you more than once" in page
    assert "the first" in page
    assert NOTE in page
    mine.post(MINE, {"put_away": str(of(alex)[0].id)})
    page = text(mine, MINE)
    assert "more than once" not in page
    assert ("the first" in page, NOTE in page) == (True, False)


def test_it_stays_where_it_is_if_the_pages_got_another_key_meanwhile(linked, alex):
    """A request that opened them before: the box does not open, and nothing is lost."""
    give(linked)
    (one,), before = of(alex), opened_store(alex)
    with_pin(alex)
    with transaction.atomic():
        received.put_away(before, one.id)
    assert (of(alex, PIN), away(alex, PIN)) == ([one], [])
    with transaction.atomic():
        received.put_away(opened_store(alex, PIN), one.id)
        received.take_out(before, one.id)
    assert (of(alex, PIN), [each.id for each in away(alex, PIN)]) == ([], [one.id])
