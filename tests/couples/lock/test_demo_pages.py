"""What the pages of the lock tell an invented person, who has no password. Real people read of their password."""

import pytest

from tests.couples.lock.unlocking import (
    PIN,
    changes,
    for_real,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
HOW, EMPTY = "/account/lock/settings/", "/account/lock/empty/"
FREE = "open without a PIN or a password"


def text(client, path: str) -> str:
    return str(client.get(path).content.decode())


def removed(client) -> str:
    changes(client)
    return text(client, changes(client, PIN, remove="yes").url)


def test_an_invented_person_reads_that_the_pages_are_free_in_a_demonstration(alex, settings):
    settings.DEMO = True
    client = signed_in_otherwise(alex)
    told = [text(client, HOW), text(client, EMPTY), removed(client)]
    assert [FREE in page and "our password opens" not in page for page in told] == [True] * 3


def test_a_real_person_reads_that_the_password_opens_them(robin, settings):
    settings.DEMO = True
    client = signed_in_with_password()
    told = [text(client, HOW), text(client, EMPTY), removed(client)]
    assert [FREE not in page and "our password" in page for page in told] == [True] * 3


def test_who_keeps_the_pages_goes_back_to_them(robin):
    client = signed_in_with_password()
    for page in (text(client, EMPTY), client.post(EMPTY, {"ask": "yes"}).content.decode()):
        assert '<a class="btn main" href="/alone/">' in page
