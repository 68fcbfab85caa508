"""The home page, the page before an exercise, and the list of sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from exercises import catalog
from exercises.catalog.about import about
from exercises.catalog.aims import GROUPS
from exercises.home.exercise_page import starts_apart
from exercises.home.history import SESSIONS_ON_A_PAGE
from exercises.home.now import Kind
from exercises.home.suggestion import suggested
from exercises.home.this_week import offered
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import versions
from exercises.reminders.due import LOOK_AGAIN_AFTER, completed
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED, opened

pytestmark = pytest.mark.django_db


def top(user) -> Kind:
    return Kind(signed_in(user).get("/").context["now"])


def later(**by) -> None:
    """Move everything that happened in sessions into the past."""
    for record in RecordedEvent.objects.all():
        record.at -= timedelta(**by)
        record.save()


def test_a_new_couple_is_told_where_to_start(couple, alex, blair):
    for user in (alex, blair):
        page = signed_in(user).get("/")
        first = page.context["this_week"].exercise
        assert page.context["now"] == Kind.START
        assert first["slug"] == suggested(offered(), {}, timezone.localtime()).slug
        assert f"Start here: about {first['minutes']} minute" in page.content.decode()


def test_home_shows_one_exercise_and_leads_to_all_by_what_one_wants(couple, alex):
    page = signed_in(alex).get("/").content.decode()
    linked = [one.slug for one in catalog.couple_definitions() if f'href="/exercises/{one.slug}/"' in page]
    assert len(linked) == 1
    assert 'href="/exercises/"' in page
    for group in GROUPS:
        assert f'href="/exercises/?group={group}"' in page


def test_a_check_in_is_suggested_again_two_weeks_after_its_end(couple, alex, blair):
    opened(couple, alex, blair, NEED).walk()
    Stream.objects.filter(kind="session").update(definition=versions.of(catalog.named(BALANCE)))
    assert top(alex) == top(blair) == Kind.START
    later(days=LOOK_AGAIN_AFTER.days)
    assert top(alex) == top(blair) == Kind.LOOK_AGAIN


def test_when_an_exercise_was_completed_is_when_its_last_record_was_written(couple, alex, blair):
    began = timezone.now()
    opened(couple, alex, blair, NEED).walk()
    opened(couple, alex, blair, LIMIT).alex.do("end")
    Stream.objects.update(started_at=began - timedelta(days=30))
    assert set(completed(couple.pk)) == {NEED}
    assert completed(couple.pk)[NEED] >= began


@pytest.mark.parametrize("slug", [NEED, LIMIT, BALANCE])
def test_before_an_exercise_one_reads_everything_about_it(couple, alex, slug):
    page = " ".join(signed_in(alex).get(f"/exercises/{slug}/").content.decode().split())
    definition = catalog.named(slug)
    said = about(definition)
    for name in ("title", "summary", "purpose", "not_for", "evidence_says", "provenance"):
        assert said[name] in page
    for step in definition.steps:
        assert f"<li>{step.title}</li>" in page
    assert ("when it suits you" in page) is starts_apart(definition)
    order = (said["title"], said["summary"], "about", said["not_for"], "Start</button>", said["purpose"])
    positions = [page.index(words, page.index("<h1>")) for words in order]
    assert positions == sorted(positions)


def test_both_write_first_in_two_of_the_exercises():
    assert [slug for slug in (NEED, LIMIT, BALANCE) if starts_apart(catalog.named(slug))] == [LIMIT, BALANCE]


def test_while_a_session_is_open_no_other_can_be_started(room, alex):
    page = signed_in(alex).get(f"/exercises/{LIMIT}/").content.decode()
    assert f'href="/sessions/{room.id}/"' in page
    assert "Start</button>" not in page


def test_an_exercise_that_does_not_exist_has_no_page(couple, alex):
    assert signed_in(alex).get("/exercises/none/").status_code == 404


def test_the_list_of_sessions_says_how_each_stands(couple, alex, blair):
    opened(couple, alex, blair, NEED).walk()
    opened(couple, alex, blair, LIMIT).alex.do("end")
    opened(couple, alex, blair, LIMIT).alex.do("enough")
    room = opened(couple, alex, blair, BALANCE)
    for user in (alex, blair):
        page = " ".join(signed_in(user).get("/sessions/").content.decode().split())
        order = ["open now", "set aside", "ended before the last step", "gone through to the end"]
        assert [page.count(words) for words in order] == [1, 1, 1, 1]
        assert sorted(order, key=page.index) == order
        assert f'href="/sessions/{room.id}/"' in page


def test_the_list_of_sessions_has_pages(couple, alex, blair):
    room = opened(couple, alex, blair, NEED)
    room.alex.do("end")
    stream = Stream.objects.get(pk=room.id)
    for number in range(SESSIONS_ON_A_PAGE):
        stream.pk = None
        stream.started_at = timezone.now() - timedelta(days=number + 1)
        stream.save(force_insert=True)
    first, second = (signed_in(alex).get(f"/sessions/?page={page}").context["lines"] for page in (1, 2))
    assert (len(first), len(second)) == (SESSIONS_ON_A_PAGE, 1)
    assert first[0].path == f"/sessions/{room.id}/"


def test_nobody_else_gets_the_list(room, alex, casey, drew):
    for user in (casey, drew):
        assert signed_in(user).get("/sessions/").status_code == 302
