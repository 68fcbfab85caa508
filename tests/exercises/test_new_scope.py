"""A scope is one record: an invented one, added at run time, is found everywhere, and gone when it is withdrawn."""

import pytest

from couples.counseling import links, scopes
from couples.counseling.models import AccessRecord
from exercises.counselor import reports
from exercises.counselor.finished import Page
from tests.exercises.counselor.at_work import couple_path, page, reading_path, signed_in

pytestmark = pytest.mark.django_db
SONGS = scopes.Scope(
    "songs",
    title="Your songs",
    meaning="The songs that both of you like.",
    version=3,
    logged_as="the songs that both of you like",
)
READING = reports.Report(
    SONGS,
    title="Their songs",
    about="What both of them hum.",
    lead="Each song by its name.",
    template="counselor/reports/sessions.html",
    find=lambda couple, _after: Page(
        [{"title": "An invented song", "begun": couple.created_at, "steps": []}]
    ),
)


@pytest.fixture(autouse=True)
def invented():
    scopes.SCOPES.append(SONGS)
    reports.REPORTS.append(READING)
    yield
    scopes.SCOPES.remove(SONGS)
    reports.REPORTS.remove(READING)


def choose(person, linked, answer):
    sent = {"scope": SONGS.value, "answer": answer}
    assert signed_in(person).post(f"/counselors/{linked.pk}/choose/", sent).status_code == 302


def everything_casey_reads(casey, linked):
    return page(casey, couple_path(linked)) + page(casey, reading_path(linked, SONGS))


def test_both_read_what_it_means_where_they_allow_it(linked, alex, blair):
    for person in (alex, blair):
        text = page(person, "/counselors/")
        assert SONGS.meaning in text
        assert f"Allow: {SONGS.title}" in text


def test_whoever_is_invited_by_a_counselor_reads_of_it_before(linked, casey, client):
    token = links.token_of(links.invite(casey))
    assert SONGS.meaning in client.get(f"/counseling/{token}/").content.decode()


def test_a_counselor_reads_it_while_both_allow_it(linked, alex, blair, casey):
    theirs = (READING.about, READING.lead, "An invented song")
    choose(alex, linked, "allow")
    assert not any(words in everything_casey_reads(casey, linked) for words in theirs)

    choose(blair, linked, "allow")
    assert all(words in everything_casey_reads(casey, linked) for words in theirs)

    choose(alex, linked, "not")
    assert not any(words in everything_casey_reads(casey, linked) for words in theirs)


def test_both_see_that_she_read_it(linked, alex, blair, casey):
    for person in (alex, blair):
        choose(person, linked, "allow")
    page(casey, reading_path(linked, SONGS))
    assert AccessRecord.objects.get().what == SONGS.value
    for person in (alex, blair):
        assert SONGS.logged_as in page(person, "/counselors/who-read-what/")


def test_every_reading_is_of_a_scope_that_both_can_allow():
    read = [reading.scope for reading in reports.REPORTS]
    assert len(set(read)) == len(read)
    assert set(read) | {scopes.PROGRESS, scopes.LIVE, scopes.OPENED_LIVE} == set(scopes.SCOPES)
