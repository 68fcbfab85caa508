"""The end of a session offers one fitting next thing, by what both saw there, and enough for today."""

from __future__ import annotations

import pytest

from exercises.live.models import Stream
from tests.exercises.balance_check_ins import AREAS, checked_in, sheet
from tests.exercises.live.rooms import BALANCE, LETTER, LIMIT, NEED, Chair, opened

pytestmark = pytest.mark.django_db
AGREEMENTS = '<a class="btn main" href="/agreements/">See what you two have</a>'
TIME = '<a class="btn main" href="/meeting/">Set a time for the two of you</a>'
AGAIN = '<a class="btn main" href="/meeting/?in_weeks=2">Set a time to look again</a>'
SAY_IT = f'<a class="btn main" href="/exercises/{NEED}/">Say one thing about it</a>'
ENOUGH = 'id="home-link" href="/">That’s enough for today</a>'


def offers_only(chair: Chair, thing: str) -> None:
    part = " ".join(chair.page()["mine"].split())
    assert ENOUGH in part
    assert [one for one in (AGREEMENTS, TIME, AGAIN, SAY_IT) if one in part] == ([thing] if thing else [])


@pytest.mark.parametrize(("answer", "thing"), [("say_yes", AGREEMENTS), ("say_no", TIME), ("say_time", TIME)])
def test_after_a_need_it_depends_on_the_answer(couple, alex, blair, answer, thing):
    room = opened(couple, alex, blair, NEED).write_apart().open_the_letter()
    room.blair.do("say_back", words="You were tired, I heard")
    room.alex.do("thats_it")
    room.alex.do("go_on")
    room.blair.do(answer)
    room.alex.do("end")
    for chair in room.chairs:
        offers_only(chair, thing)


@pytest.mark.parametrize(("kind", "thing"), [("limit", AGREEMENTS), ("request", TIME)])
def test_after_what_was_put_on_the_table_it_depends_on_what_was_settled(couple, alex, blair, kind, thing):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    for chair in room.chairs:
        chair.do("hand_in", words="We walk on Sundays.", kind=kind)
    for chair in room.chairs:
        chair.do("open")
    room.alex.do("end")
    for chair in room.chairs:
        offers_only(chair, thing)


def test_after_a_check_in_it_depends_on_whether_an_area_opened(couple, alex, blair):
    checked_in(couple, alex, blair, "1", "2", "3")
    for user in (alex, blair):
        offers_only(Chair(Stream.objects.get(kind="session").pk, user), SAY_IT)


def test_after_a_check_in_without_an_area_a_time_to_look_again_is_offered(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE)
    room.write_apart()
    for chair in room.chairs:
        chair.do("hand_in", **sheet("1", "2", "3") | {f"open.{area}": "keep" for area in AREAS})
    for chair in room.chairs:
        chair.do("open")
    room.alex.do("end")
    for chair in room.chairs:
        offers_only(chair, AGAIN)


def test_a_session_that_ended_before_anything_opened_offers_enough(couple, alex, blair):
    room = opened(couple, alex, blair, NEED).write_apart()
    room.alex.do("hand_in", **LETTER)
    room.blair.do("end")
    for chair in room.chairs:
        offers_only(chair, "")


def test_a_sheet_that_one_keeps_changes_nothing_of_it_for_the_other(couple, alex, blair):
    """What one marked to keep closed is not in what is offered: only whether anything opened for both."""
    parts = set()
    for secret in ("1", "6"):
        checked_in(couple, alex, blair, secret, secret, secret)
        last = Stream.objects.filter(kind="session").latest("started_at")
        parts.add(Chair(last.pk, blair).page()["mine"].partition('id="next-title"')[2])
    assert len(parts) == 1
