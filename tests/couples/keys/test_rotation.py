"""New master keys: every data key is wrapped anew, nothing is lost, and the old master key can go."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connections

from config import health, migrated
from couples.accounts import users
from couples.accounts.adapter import Factors
from couples.keys import data_keys, rotation
from couples.keys.models import PersonKey

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32


@pytest.fixture
def crowd(settings):
    """Seven people whose keys lie under the old master key, and what they are."""
    settings.MASTER_KEYS = [OLD]
    persons = [users.create(f"person{n}@example.org", f"Person {n}").pk for n in range(7)]
    return {person: data_keys.data_key(person) for person in persons}


def test_after_rotation_the_old_master_key_can_be_removed(crowd, settings, monkeypatch, capsys):
    monkeypatch.setattr(rotation, "BATCH_SIZE", 3)
    settings.MASTER_KEYS = [NEW, OLD]

    call_command("rotate_keys")

    settings.MASTER_KEYS = [NEW]
    assert {person: data_keys.data_key(person) for person in crowd} == crowd
    assert "Wrapped again: 7." in capsys.readouterr().out


def at_a_start(monkeypatch) -> str:
    """What a start says of these databases, in this thread and without closing them."""
    monkeypatch.setattr(migrated, "is_migrated", lambda _alias: True)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return migrated._whats_missing()


@pytest.mark.forges  # nothing holds under other keys
def test_other_master_keys_are_called_so_wherever_an_operator_looks(crowd, settings, monkeypatch, tmp_path):
    settings.MASTER_KEYS = [OTHER]
    said = f"under the master key {data_keys.kek_id(OLD)}, which is not among MASTER_KEYS"
    assert said in rotation.whats_unknown()
    assert said in health._master_keys()
    for words in (["check_records"], ["backup", str(tmp_path / "main"), str(tmp_path / "keys")]):
        with pytest.raises(CommandError, match=said):
            call_command(*words)
    assert not list(tmp_path.iterdir())

    assert said in at_a_start(monkeypatch)

    settings.MASTER_KEYS = [NEW, OLD]
    assert rotation.whats_unknown() == ""
    assert health._master_keys() == "ok"
    assert at_a_start(monkeypatch) == ""


@pytest.mark.forges
def test_one_row_under_another_key_is_named_and_keeps_no_process_from_starting(crowd, monkeypatch):
    PersonKey.objects.filter(pk=PersonKey.objects.earliest("person").pk).update(kek_id="elsewhere")
    assert "elsewhere" in rotation.whats_unknown()
    assert health._master_keys() == "ok"
    assert at_a_start(monkeypatch) == ""


def test_a_second_run_finds_nothing_to_do(crowd, settings, capsys):
    settings.MASTER_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    before = list(PersonKey.objects.order_by("person").values_list("wrapped", flat=True))

    call_command("rotate_keys")

    assert "Wrapped again: 0." in capsys.readouterr().out
    assert list(PersonKey.objects.order_by("person").values_list("wrapped", flat=True)) == before


@pytest.mark.forges
def test_it_refuses_and_changes_nothing_where_a_master_key_is_missing(crowd, settings):
    settings.MASTER_KEYS = [OTHER]
    users.create("late@example.org", "Late")
    settings.MASTER_KEYS = [NEW, OLD]
    before = list(PersonKey.objects.order_by("person").values())

    with pytest.raises(CommandError, match=data_keys.kek_id(OTHER)):
        call_command("rotate_keys")

    assert list(PersonKey.objects.order_by("person").values()) == before


def test_it_prints_no_key(crowd, settings, capsys):
    settings.MASTER_KEYS = [NEW, OLD]
    call_command("rotate_keys")

    said = capsys.readouterr().out
    for secret in (OLD, NEW, *crowd.values()):
        assert secret.hex() not in said


def test_a_key_that_is_destroyed_meanwhile_stays_destroyed(crowd, settings):
    settings.MASTER_KEYS = [NEW, OLD]
    gone, *_rest = crowd
    row = PersonKey.objects.get(person=gone)
    data_keys.destroy(gone)

    assert rotation._wrap_anew(row, data_keys.kek_id(NEW)) == 0
    assert data_keys.data_key(gone) is None
    assert rotation.rotate() == 6


def test_a_row_that_was_moved_to_another_person_is_not_wrapped_anew_for_them(crowd, settings):
    settings.MASTER_KEYS = [NEW, OLD]
    one, other, *_rest = crowd
    PersonKey.objects.filter(person=one).update(wrapped=PersonKey.objects.get(person=other).wrapped)

    with pytest.raises(CommandError, match="another person"):
        call_command("rotate_keys")


def test_who_has_no_key_gets_none(crowd, settings):
    settings.MASTER_KEYS = [NEW, OLD]
    rotation.rotate()

    assert data_keys.data_key(uuid.uuid4()) is None


def test_secrets_of_second_factors_survive_the_old_master_key(settings):
    settings.MASTER_KEYS = [OLD]
    kim = users.create("kim@example.org", "Kim")
    TOTP.activate(kim, "THESECRETOFANAPP")
    codes = RecoveryCodes.activate(kim).generate_codes()
    settings.MASTER_KEYS = [NEW, OLD]

    call_command("rotate_keys")

    settings.MASTER_KEYS = [NEW]
    app, recovery = Authenticator.objects.order_by("pk")
    assert Factors().decrypt(app.data["secret"]) == "THESECRETOFANAPP"
    assert recovery.wrap().validate_code(codes[0])
