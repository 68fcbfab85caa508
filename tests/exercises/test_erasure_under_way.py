"""An erasure holds against every request that had begun before it, whatever that wants to store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import update_last_login
from django.db import connection

from couples.accounts import account_forms
from couples.accounts.adapter import Accounts
from couples.accounts.models import User
from couples.counseling import counselors
from couples.privacy import data_map, erasure
from couples.privacy.data_map import Erasure
from exercises.reminders import mails
from tests import ticking
from tests.exercises.browsing import browser

pytestmark = pytest.mark.django_db
NEW = "Real Name Again"


def stored(user: User) -> Any:
    """The row, but for the MACs: an address that comes late is signed until the next tick deletes it."""
    row = User.objects.filter(pk=user.pk).values().get()
    return {name: value for name, value in row.items() if not name.endswith("_mac")}


def saved_whole(user: User) -> None:
    user.name = NEW
    user.save()


def by_mail(user: User) -> None:
    account_forms._by_mail_alone(user)


ACTS = {
    "name": lambda user: user.write(name=NEW),
    "password": lambda user: Accounts().set_password(user, "another one entirely"),
    "reset by mail": by_mail,
    "last sign-in": lambda user: update_last_login(None, user),
    "address": lambda user: EmailAddress(user=user, email="new@example.org", verified=True).set_as_primary(),
    "the whole row": saved_whole,
    "switched on again": lambda user: user.write(is_active=True, is_staff=True),
    "made a counselor": lambda user: user.write(is_counselor=True),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_read_before_it_cannot_be_written_after_it(alex, act):
    """The row was read, then the person erased, then the request wants to store what it had on its way."""
    under_way = User.objects.get(pk=alex.pk)
    erasure.erase(alex)
    erased = stored(alex)

    ACTS[act](under_way)
    assert stored(alex) == erased


@contextmanager
def at_the_first_write_to(table: str, act: Any) -> Iterator[list[str]]:
    """Do this just before the first statement that writes to the table."""
    done: list[str] = []

    def notice(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not done and sql.startswith(("INSERT", "UPDATE")) and f'"{table}"' in sql.split("WHERE")[0]:
            done.append(sql)
            act()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(notice):
        yield done


def test_a_name_that_is_on_its_way_is_not_stored(couple, alex):
    """As it was found: the form is checked, the erasure is done, and then the name arrives."""
    client = browser(alex)
    with at_the_first_write_to("couples_user", lambda: erasure.erase(User.objects.get(pk=alex.pk))) as done:
        client.post("/account/name/", {"name": NEW})
    assert done
    assert stored(alex)["name"] == erasure.ERASED_NAME


LATE_ROWS = {
    "couples_counselorprofile": lambda user: counselors.save_profile(user, NEW, NEW, "By the next evening."),
    "exercises_readymail": mails.want,
    "account_emailaddress": lambda user: EmailAddress.objects.create(user=user, email="new@example.org"),
}


@pytest.mark.parametrize("table", LATE_ROWS)
def test_a_row_that_comes_late_is_deleted_with_the_next_tick(alex, drew, table):
    LATE_ROWS[table](drew)
    with at_the_first_write_to(table, lambda: erasure.erase(User.objects.get(pk=alex.pk))) as done:
        LATE_ROWS[table](alex)
    assert done
    assert [entry.model for entry in own_rows() if entry.rows(alex.pk).exists()]

    assert ticking.run()["rows that came late to an erasure"]
    assert not [entry.model for entry in own_rows() if entry.rows(alex.pk).exists()]
    assert [entry.model for entry in own_rows() if entry.rows(drew.pk).exists()]


def own_rows() -> list[data_map.Entry]:
    owned = [entry for entry in data_map.entries() if entry.erasure is Erasure.DELETED and entry.people]
    return [entry for entry in owned if entry.model != "couples.PersonKey"]
