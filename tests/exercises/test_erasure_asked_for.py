"""Erasing oneself on the page, and an operator from the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from couples.accounts import users
from couples.accounts.models import User
from couples.privacy import erasure
from exercises.live.models import Stream
from tests.exercises.browsing import browser
from tests.exercises.rows import all_rows

pytestmark = pytest.mark.django_db


def test_on_the_page_it_takes_a_tick_and_signs_out(lived, alex):
    client = browser(alex)
    page = client.get("/data/erase/").content.decode()
    assert "at most" in page
    assert "stay with them" in page
    assert client.post("/data/erase/").status_code == 422
    assert User.objects.get(pk=alex.pk).erased_at is None
    answer = client.post("/data/erase/", {"sure": "yes"}, follow=True)
    assert "It is done" in answer.content.decode()
    assert User.objects.get(pk=alex.pk).erased_at


@pytest.mark.parametrize("path", ["/data/erase/", "/data/download/"])
def test_whoever_has_a_password_is_asked_for_it_first(alex, path):
    alex.set_password("a quiet lake 7")
    alex.save()
    client = browser(alex)
    for answer in (client.get(path), client.post(path, {"sure": "yes", "form": "data"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/again/")
    assert User.objects.get(pk=alex.pk).erased_at is None


def test_the_same_from_the_command_line(lived, alex):
    out = StringIO()
    call_command("erase_person", "ALEX@example.org", "--yes", stdout=out)
    assert "Erased" in out.getvalue()
    assert "alex@example.org" not in all_rows()
    with pytest.raises(CommandError):
        call_command("erase_person", "alex@example.org", "--yes")
    call_command("erase_person", "--unfinished", stdout=out)
    assert not Stream.objects.exclude(status="over").filter(kind="session").exists()


def test_the_address_is_free_again(alex):
    erasure.erase(alex)
    assert users.create("alex@example.org", "Alex anew").pk != alex.pk
