"""The home page says what the two have agreed, in their words, and what it is time to look at again."""

from __future__ import annotations

import pytest
from django.test import Client

from couples.pairing import membership
from exercises.agreements import listing
from exercises.agreements.listing import Letters
from exercises.core.pair import Partner
from exercises.live.access import Caller
from tests.exercises.agreements.test_pages import WORDS, post, written_down

pytestmark = pytest.mark.django_db
DUE = "Time to look at it again"
HAVE = "What you two have"
EMPTY = "Limits, accepted requests and agreements from your sessions will stand here."


def home(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


def under(heading: str, page: str) -> str:
    """What stands in the section with this heading."""
    return page.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def test_before_anything_is_agreed_it_says_what_will_stand_there(room, alex):
    page = home(alex)
    assert EMPTY in page
    assert DUE not in page
    assert 'href="/agreements/"' not in under(HAVE, page)


@pytest.mark.parametrize(
    ("kind", "says"),
    [("agreement", "An agreement between you. In force from"), ("request", "accepted. A yes that can become a no"),
     ("limit", "limit. In force until")],
)  # fmt: skip
def test_both_read_what_is_in_force_in_its_words(room, alex, blair, kind, says):
    written_down(room, kind)
    for user in (alex, blair):
        shown = under(HAVE, home(user))
        assert WORDS in shown
        assert says in " ".join(shown.split())
        assert EMPTY not in shown
        assert 'href="/agreements/"' in shown


def test_what_is_due_stands_on_top_and_nowhere_else(room, alex, blair):
    written_down(room, due=True)
    room.alex.do("end")
    for user in (alex, blair):
        page = home(user)
        assert WORDS in under(DUE, page)
        assert page.count(WORDS) == 1
        assert page.index(DUE) < page.index(HAVE)
        assert EMPTY not in page


def test_while_a_session_is_open_what_is_due_is_one_line(room, alex, blair):
    written_down(room, due=True)
    for user in (alex, blair):
        page = home(user)
        assert WORDS not in page
        assert '<a href="/agreements/">Time to look at an agreement again</a>' in page


def test_what_has_ended_is_not_there(room, alex, blair):
    entry = written_down(room, due=True)
    post(blair, command="close", entry=entry)
    for user in (alex, blair):
        page = home(user)
        assert WORDS not in page
        assert "what has ended" in under(HAVE, page)


def test_another_couple_reads_nothing_of_it(room, alex, casey, drew):
    written_down(room, "limit", Partner.A)
    for user in (casey, drew):
        assert WORDS not in home(user)


def test_who_is_not_one_of_the_two_is_given_nothing(room, alex, casey):
    written_down(room)
    couple = membership.couple_of(alex)
    assert listing.of_couple(couple, Caller(casey.pk)) == Letters()
