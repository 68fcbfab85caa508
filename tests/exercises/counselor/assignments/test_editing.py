"""What a counselor says with an assignment: changed, archived, and kept by the session that began with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from couples.counseling.scopes import PROGRESS
from couples.keys import data_keys
from couples.pairing import membership
from couples.privacy import erasure
from exercises.core.text import Refused
from exercises.counselor.assignments import editing, exported, giving, taking, words
from exercises.counselor.assignments.editing import Change
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.words import Said
from exercises.live import topics
from exercises.live.models import SessionTopic, Stream
from tests.couples.counseling.consents import both_allow
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import couple_path, given, page, signed_in
from tests.exercises.live.rooms import LIMIT, NEED
from tests.exercises.test_leaving_races import at_once
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db
TOPIC = "The evening before we leave"
NEW = "The week after we are back"


def path(linked, one, act="edit") -> str:
    return f"{couple_path(linked)}assignments/{one.pk}/{act}/"


def changed(linked, one, topic=NEW, note="", due_on=None) -> None:
    cache.clear()
    editing.change(linked.counselor, linked.couple, one.pk, Change(due_on, Said(note, topic)))


@pytest.fixture
def one(linked):
    return given(linked, topic=TOPIC)


def test_both_read_what_it_could_be_about_and_then_the_changed_words(linked, one, alex, blair, casey):
    for user in (alex, blair):
        assert "Casey suggests:" in page(user, "/")
        assert TOPIC in page(user, "/")
    form = signed_in(casey).get(path(linked, one)).context["form"]
    assert form["topic"].value() == TOPIC
    day = timezone.localdate() + timedelta(days=3)
    answer = signed_in(casey).post(path(linked, one), {"topic": NEW, "note": "Slowly", "due_on": str(day)})
    assert answer.status_code == 302
    for user in (alex, blair):
        home = page(user, "/")
        assert NEW in home
        assert "Slowly" in home
        assert TOPIC not in home


def test_changed_words_leave_the_page_that_was_given_so_at_once(linked, couple, alex, casey):
    """Nothing tells of a change: the cards are equal but for their ids."""
    one = given(linked, topic=TOPIC, note="")
    changed(linked, one)
    after = page(alex, "/").replace(str(one.pk), "")
    giving.withdraw(casey, couple, one.pk)
    two = given(linked, topic=NEW, note="")
    assert page(alex, "/").replace(str(two.pk), "") == after


def test_a_session_keeps_the_topic_with_which_it_began(linked, one, alex, blair, couple):
    session = taking.take_up(couple, alex, one.pk)
    changed(linked, one)
    for user in (alex, blair):
        shown = page(user, f"/sessions/{session}/")
        assert TOPIC in shown
        assert "Casey suggests:" in shown
        assert NEW not in shown
    assert words.of([one])[one.pk].topic == TOPIC, "as it was read before"
    one.refresh_from_db()
    assert words.of([one])[one.pk].topic == NEW


def test_one_without_a_topic_has_none_in_its_session(linked, alex, couple):
    session = taking.take_up(couple, alex, given(linked).pk)
    assert not SessionTopic.objects.exists()
    assert "suggests:" not in page(alex, f"/sessions/{session}/")


def test_a_topic_belongs_to_its_session_and_goes_with_its_authors_key(linked, one, alex, couple, casey):
    session = taking.take_up(couple, alex, one.pk)
    row = SessionTopic.objects.get()
    assert TOPIC.encode() not in bytes(row.sealed)
    other = Stream.objects.create(
        kind="session", couple=couple, status="over", definition=one.definition,
        person_a=alex.pk, person_b=casey.pk,
    )  # fmt: skip
    SessionTopic.objects.create(stream=other, counselor=casey, sealed=row.sealed)
    assert topics.of(other.pk, couple.pk) is None
    assert topics.of(session, couple.pk) == topics.Suggested("Casey", TOPIC)
    data_keys.destroy(casey.pk)
    assert topics.of(session, couple.pk) is None


def test_nothing_is_left_of_it_once_she_is_erased(linked, one, alex, couple, casey):
    session = taking.take_up(couple, alex, one.pk)
    erasure.erase(casey)
    assert not SessionTopic.objects.exists()
    assert TOPIC not in page(alex, f"/sessions/{session}/")


def test_taken_up_or_not_her_change_is_answered_alike(linked, one, alex, couple, casey):
    """Without progress she can't find out by changing it that the two have begun, or are done."""
    client = signed_in(casey)

    def tried() -> list[object]:
        cache.clear()
        answers = [
            client.post(path(linked, one), {"topic": NEW}),
            client.post(path(linked, one), {"note": ""}),
        ]
        return [(each.status_code, each.headers["Location"]) for each in answers] + [
            page(casey, couple_path(linked)), page(casey, path(linked, one)),
        ]  # fmt: skip

    before = tried()
    taking.take_up(couple, alex, one.pk)
    assert tried() == before
    Stream.objects.filter(assignment=one).update(status="over", played_through=True)
    assert tried() == before


def test_what_is_archived_is_out_of_her_way_and_still_on_their_pages(linked, one, alex, blair, casey):
    client = signed_in(casey)
    for _time in range(2):
        assert client.post(path(linked, one, "archive")).status_code == 302
    assert TOPIC not in page(casey, couple_path(linked))
    assert TOPIC in page(casey, f"{couple_path(linked)}assignments/archive/")
    assert TOPIC in page(alex, "/")
    assert "not done yet" not in page(casey, f"{couple_path(linked)}assignments/archive/")
    both_allow(linked, PROGRESS)
    assert "not done yet" in page(casey, f"{couple_path(linked)}assignments/archive/")
    client.post(path(linked, one, "withdraw"))
    assert TOPIC not in page(blair, "/")
    assert TOPIC not in page(casey, f"{couple_path(linked)}assignments/archive/")


def test_taken_out_of_the_archive_it_is_where_it_was_and_the_two_see_no_change(linked, one, alex, casey):
    client, archive = signed_in(casey), f"{couple_path(linked)}assignments/archive/"
    before = page(casey, couple_path(linked)), page(alex, "/")
    client.post(path(linked, one, "archive"))
    assert path(linked, one, "take-out") in page(casey, archive)
    for _time in range(2):
        answer = client.post(path(linked, one, "take-out"))
        assert answer.url == couple_path(linked)
    client.get(answer.url)  # which says so
    assert TOPIC not in page(casey, archive)
    assert (page(casey, couple_path(linked)), page(alex, "/")) == before


def test_each_of_both_buttons_stands_below_what_it_does_for_the_two(linked, one, casey):
    kept, off = "it stays on both home pages", "it disappears from the home pages of Alex and Blair"
    for where, buttons in (("", (kept, "Put it into the archive", off, "Yes, withdraw it")),
                           ("assignments/archive/", (off, "Yes, withdraw it"))):  # fmt: skip
        shown = page(casey, f"{couple_path(linked)}{where}")
        found = [shown.index(said) for said in buttons]
        assert found == sorted(found)
        assert ("Put it into the archive" in shown) == (where == "")
        signed_in(casey).post(path(linked, one, "archive"))


def test_another_counselor_changes_and_archives_nothing(linked, one, drew):
    drew.is_counselor = True
    drew.save()
    for act in ("edit", "archive", "take-out"):
        assert signed_in(drew).post(path(linked, one, act), {"topic": NEW}).status_code == 404
    row = Assignment.objects.get()
    assert words.of([row])[row.pk].topic == TOPIC
    assert row.archived_at is None


def test_what_was_withdrawn_or_ended_meanwhile_keeps_what_was_typed(linked, one, casey, couple):
    client = signed_in(casey)
    too_long = client.post(path(linked, one), {"topic": "a" * (words.MAX_TOPIC_LENGTH + 1), "note": "Kept"})
    assert too_long.status_code == 422
    assert "Kept" in too_long.content.decode()
    giving.withdraw(casey, couple, one.pk)
    assert client.get(path(linked, one)).status_code == 404
    with pytest.raises(Refused):
        changed(linked, one)


def test_a_day_that_has_passed_may_stay(linked, casey):
    one = given(linked)
    passed = timezone.localdate() - timedelta(days=3)
    Assignment.objects.filter(pk=one.pk).update(due_on=passed)
    client = signed_in(casey)
    assert client.post(path(linked, one), {"topic": NEW, "due_on": str(passed)}).status_code == 302
    earlier = str(passed - timedelta(days=1))
    assert client.post(path(linked, one), {"topic": NEW, "due_on": earlier}).status_code == 422


def test_the_same_change_twice_counts_once_and_many_are_refused(linked, one):
    cache.clear()
    for number in range(editing.CHANGES_AN_HOUR.most):
        for _time in range(2):
            new = Change(None, Said("", f"{number}"))
            editing.change(linked.counselor, linked.couple, one.pk, new)
    with pytest.raises(Refused):
        editing.change(linked.counselor, linked.couple, one.pk, Change(None, Said("", "more")))


def test_her_words_are_in_what_is_private_of_her_download_alone(linked, one, alex, casey):
    assert TOPIC in str(exported.exported_privately(opened_store(casey)))
    assert TOPIC not in str(exported.exported(casey))
    assert TOPIC not in str([exported.exported(alex), exported.exported_privately(opened_store(alex))])


RACES = 500 if IS_LONG else 6


@pytest.mark.django_db(transaction=True)
def test_raced_with_a_change_it_is_taken_up_once_with_one_of_the_two_topics(linked, alex, blair, casey):
    couple = membership.couple_of(alex)
    for number in range(RACES):
        one = given(linked, slug=(NEED, LIMIT)[number % 2], topic=TOPIC)
        ways = [
            lambda one=one, apart=apart, user=user: taking.take_up(couple, user, one.pk, apart=apart)
            for user, apart in ((alex, False), (blair, True))
        ]
        at_once(*ways, lambda one=one: changed(linked, one))
        begun = Stream.objects.get(assignment=one)
        assert topics.of(begun.pk, couple.pk).words in (TOPIC, NEW)
        one.refresh_from_db()
        assert words.of([one])[one.pk].topic == NEW
        Stream.objects.update(status="over", played_through=True)
        Assignment.objects.update(created_at=timezone.now() - timedelta(days=200))
