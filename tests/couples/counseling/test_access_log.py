"""The couple reads who saw data about it, in words, by day; nobody else reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from couples.counseling import access_log
from couples.counseling.models import AccessRecord
from tests.couples.counseling.reading import signed_in, text

pytestmark = pytest.mark.django_db
COUNSELOR = AccessRecord.Role.COUNSELOR


def test_both_read_who_read_what_kind_of_thing_on_which_day(couple, alex, blair, casey):
    access_log.record(couple, casey, COUNSELOR, "answers")
    access_log.record(couple, casey, COUNSELOR, "answers")
    for person in (alex, blair):
        page = text(signed_in(person).get("/counselors/who-read-what/"))
        for words in ("Casey", "(counselor)", "what you opened to each other"):
            assert words in page
        assert page.count("Casey") == 1
        assert "times" not in page.split("Who read what")[-1]


@pytest.mark.parametrize("kind", access_log.kinds())
def test_each_kind_has_words_for_the_couple(couple, casey, kind):
    access_log.record(couple, casey, COUNSELOR, kind)
    assert [line.what for line in access_log.lines(couple)] == [access_log.kinds()[kind]]


def test_nobody_else_reads_it(couple, casey, drew):
    access_log.record(couple, casey, COUNSELOR, "answers")
    for person in (casey, drew):
        assert signed_in(person).get("/counselors/who-read-what/").status_code == 302


def test_there_is_one_line_a_day_reader_and_kind_the_latest_first(couple, casey, drew):
    """Also of somebody whose account no longer exists, and of a kind that is no longer known."""
    today = timezone.now().replace(hour=12)
    read = [(0, casey, "answers"), (1, casey, "answers"), (2, drew, "live"), (3, casey, "answers")]
    read += [(24, None, "of old"), (25, None, "of old"), (26, casey, "answers")]
    for hours, reader, what in read:
        at = today - timedelta(hours=hours)
        AccessRecord.objects.create(couple=couple, reader=reader, role="counselor", what=what, at=at)
    seen = [(line.day, line.reader, line.what) for line in access_log.lines(couple)]
    answers, live, nobody = "what you opened to each other", "which step", "someone whose account"
    expected = [
        (0, "Casey", answers),
        (0, "Drew", live),
        (1, nobody, "of old"),
        (1, "Casey", answers),
    ]
    assert len(seen) == len(expected)
    for (day, reader, what), (days, name, kind) in zip(seen, expected, strict=True):
        assert day == (today - timedelta(days=days)).date()
        assert (reader[: len(name)], what[: len(kind)]) == (name, kind)
