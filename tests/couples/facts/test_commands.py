"""What an operator does: look for what does not hold, sign one person's rows, put a backup back, change the keys."""

import logging
import os
from dataclasses import replace
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from couples.facts import holding, kinds, macs, signing
from couples.keys import latest
from couples.keys.models import Latest, PersonKey
from couples.management.commands import check_records
from tests import forging

pytestmark = pytest.mark.django_db(transaction=True)


def forge(user) -> None:
    forging.run("UPDATE couples_user SET is_superuser = %s WHERE id = %s", True, user.pk)


@pytest.fixture(autouse=True)
def _lines(caplog):
    caplog.set_level(logging.INFO, "security")


def checked(capsys) -> list[str]:
    """The lines of a check that finds something."""
    with pytest.raises(SystemExit) as ended:
        call_command("check_records")
    assert ended.value.code == 1
    return str(capsys.readouterr().out).splitlines()


@pytest.mark.forges
def test_it_names_who_does_not_hold_and_why(capsys, alex, blair, drew, couple):
    old = forging.copy_of("couples_user", drew.pk)
    call_command("check_records")
    assert capsys.readouterr().out == "Everything holds.\n"
    drew.write(password="x")
    forging.put_back("couples_user", old)
    forge(alex)
    Latest.objects.filter(subject=blair.pk).delete()
    lines = {f"person {alex.pk}: MAC", f"person {blair.pk}: missing", f"person {drew.pk}: version"}
    assert set(checked(capsys)) == lines


def test_other_checks_can_be_added(capsys, monkeypatch):
    monkeypatch.setattr(check_records, "CHECKS", [*check_records.CHECKS, lambda: ["couple 1: broken"]])
    assert checked(capsys) == ["couple 1: broken"]


def test_one_persons_rows_are_signed_as_they_are(capsys, caplog, alex, drew):
    forge(alex)
    call_command("check_records", sign="ALEX@example.org ")
    call_command("check_records")
    alex.refresh_from_db()
    assert alex.is_superuser
    assert [one.message for one in caplog.records if one.name == "security"] == ["records_signed"]
    with pytest.raises(CommandError):
        call_command("check_records", sign="nobody@example.org")


def test_after_a_backup_was_put_back_everybody_gets_in_but_who_was_erased(caplog, alex, blair, drew):
    from couples.privacy import erasure

    old = [forging.copy_of("couples_user", person.pk) for person in (alex, drew)]
    alex.write(password="newer")
    erasure.erase(drew)
    for row in old:
        forging.put_back("couples_user", row)
    assert holding.who_hold([alex.pk, blair.pk, drew.pk]) == {blair.pk}

    out = StringIO()
    call_command("restore", yes=True, stdout=out)
    call_command("check_records")
    alex.refresh_from_db()
    drew.refresh_from_db()
    assert alex.password != "newer"
    assert drew.erased_at
    assert not drew.is_active
    assert drew.email.endswith(erasure.ERASED_DOMAIN)
    assert (
        "erased again: 1\npeople signed anew: 3\nsecrets of factors sealed again: 0\nchains begun anew: 0\n"
        in out.getvalue()
    )
    assert "records_signed" in [one.message for one in caplog.records if one.name == "security"]


@pytest.mark.forges
def test_nothing_is_restored_unasked(terminal, alex):
    forge(alex)
    terminal.typed = ["no"]
    with pytest.raises(CommandError):
        call_command("restore")
    assert signing.whats_wrong([alex.pk]) == {alex.pk: "MAC"}


@pytest.mark.forges
def test_the_keys_rotate_and_sign_nothing_that_was_forged(settings, alex, blair, drew, couple):
    old = settings.MASTER_KEYS
    forge(drew)
    settings.MASTER_KEYS = [os.urandom(32), *old]
    assert holding.who_hold([alex.pk]) == {alex.pk}
    call_command("rotate_keys")
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert holding.who_hold([alex.pk, blair.pk, drew.pk]) == {alex.pk, blair.pk}
    memberships = [row for facts in kinds.read([alex.pk, blair.pk]).values() for row in facts.rows]
    assert len(memberships) == 4
    assert all(kind.holds(kind.of_row(row), row["row_mac"]) for kind, row in memberships)


def test_what_was_there_before_is_signed_once_and_never_again(alex, blair):
    forging.run("UPDATE couples_user SET facts_mac = %s, row_mac = %s", b"", b"")
    Latest.objects.all().delete()
    signing.after_migrating()
    call_command("check_records")

    forge(alex)
    signing.after_migrating()
    assert signing.whats_wrong([alex.pk]) == {alex.pk: "MAC"}
    call_command("check_records", sign=alex.email)


@pytest.mark.forges
def test_a_new_format_signs_nobody_who_did_not_hold_in_the_one_before(alex, blair, drew, monkeypatch):
    """Drew's row was changed, Blair has an older one again, and a counselor's link is not theirs who wrote it."""
    monkeypatch.setattr(signing, "KEPT_IN_KEYS", [(3, _never), (macs.FORMAT + 1, lambda: kept.append(1))])
    kept: list[int] = []
    in_format(monkeypatch, macs.FORMAT)
    old = forging.copy_of("couples_user", blair.pk)
    blair.write(password="newer")
    forging.put_back("couples_user", old)
    forge(drew)
    in_format(monkeypatch, macs.FORMAT + 1)
    assert holding.who_hold([alex.pk]) == set()
    signing.after_migrating()
    assert holding.who_hold([alex.pk, blair.pk, drew.pk]) == {alex.pk}
    assert kept == [1]
    signing.after_migrating()
    assert kept == [1]


@pytest.mark.forges
def test_what_comes_to_be_covered_is_signed_as_it_is_then(alex, monkeypatch):
    in_format(monkeypatch, macs.FORMAT)
    own = kinds.KINDS[type(alex)]
    new = replace(own, columns=(*own.columns, "name"), later={"name": macs.FORMAT + 1})
    monkeypatch.setitem(kinds.KINDS, type(alex), new)
    monkeypatch.setattr(kinds, "_queries", {})
    assert holding.who_hold([alex.pk]) == {alex.pk}
    in_format(monkeypatch, macs.FORMAT + 1)
    signing.after_migrating()
    assert holding.who_hold([alex.pk]) == {alex.pk}
    forging.run("UPDATE couples_user SET name = 'Another' WHERE id = %s", alex.pk)
    assert holding.who_hold([alex.pk]) == set()


def in_format(monkeypatch, number: int) -> None:
    monkeypatch.setattr(macs, "FORMAT", number)
    if not latest.known(signing.FIRST_TIME, [UUID(int=number - 1)]):
        latest.put(signing.FIRST_TIME, UUID(int=number), b"\x01")


def _never() -> None:
    raise AssertionError


@pytest.mark.forges
def test_it_waits_for_the_database_that_is_migrated_last(alex, monkeypatch):
    Latest.objects.all().delete()
    for missing in ("default", "keys"):
        with monkeypatch.context() as before:
            before.setattr(signing, "has_columns", lambda alias, wanted, missing=missing: alias != missing)
            signing.after_migrating()
        assert not latest.known(signing.FIRST_TIME, [UUID(int=macs.FORMAT)])
    assert not signing.has_columns("default", {"couples_latest": "value"})
    assert not signing.has_columns("keys", {"couples_user": "row_mac"})
    assert signing.has_columns("default", {"couples_user": "row_mac", "couples_consent": "row_mac"})


def test_every_mac_is_as_long_as_any_other(linked, alex, blair, casey, drew):
    found = kinds.read(signing.all_people())
    assert {len(facts.mac) for facts in found.values()} == {32}
    assert {len(bytes(row["row_mac"])) for facts in found.values() for _kind, row in facts.rows} == {32}
    assert PersonKey.objects.count() == Latest.objects.filter(purpose="person").count() == 4
