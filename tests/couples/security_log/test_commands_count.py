"""What a command noted is counted when it ends, well or not: its process stores nothing later."""

import sys
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

import manage
from couples import security_log
from couples.accounts.models import User
from couples.security_log import Kind, counts
from tests import forging
from tests.couples.accounts.signing_in import somebody

pytestmark = pytest.mark.django_db(transaction=True)
OPERATOR = ("createsuperuser", "--noinput", "--email=olga@example.org", "--name=Olga")


@pytest.fixture
def types(monkeypatch):
    """Type a command line, in this process."""

    def run(*words: str) -> None:
        security_log.take()
        monkeypatch.setattr(sys, "argv", ["manage.py", *words])
        with suppress(SystemExit):
            manage.main()

    monkeypatch.setattr("django.setup", lambda: None)
    return run


def counted() -> dict[Kind, int]:
    totals = counts.since(timezone.now() - timedelta(hours=1))
    return {kind: total.number for kind, total in totals.items() if total.number}


def test_an_operator_who_was_made_is_counted_and_one_who_was_refused_is_not(types):
    types(*OPERATOR)
    types(*OPERATOR)
    assert User.objects.count() == 1
    assert counted() == {Kind.ROLE_CHANGED: 1}


def test_a_password_that_an_operator_changed_is_counted(types, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "a quiet lake 7")
    kim = somebody()
    types("changepassword", kim.email)
    kim.refresh_from_db()
    assert kim.check_password("a quiet lake 7")
    assert counted() == {Kind.PASSWORD_CHANGED: 1}


@pytest.mark.forges
@pytest.mark.parametrize("words", [("tick",), ("erase_person", "--unfinished")])
def test_what_a_command_comes_upon_is_counted_too(types, words):
    kim = somebody()
    forging.run("UPDATE couples_user SET erased_at = %s WHERE id = %s", timezone.now(), kim.pk)
    types(*words)
    assert counted()[Kind.MAC_BROKEN]


def test_a_command_that_fails_says_why_and_not_that_it_could_not_count(types, monkeypatch):
    def fails() -> int:
        raise DatabaseError

    monkeypatch.setattr(counts, "store", fails)
    types(*OPERATOR)
    assert User.objects.count() == 1
