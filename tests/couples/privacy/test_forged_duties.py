"""What is destroyed, ended or mailed by a duty was begun by an act here, and not by a row."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from couples import hooks
from couples.accounts import sign_ins
from couples.accounts.models import SignIn, User
from couples.keys import data_keys, latest
from couples.privacy import erasure, leaving, unused
from couples.privacy.models import UnusedNotice
from tests import forging
from tests.couples.accounts.signing_in import is_in, signed_in, somebody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]
LONG_AGO = "2020-01-01 00:00:00+00:00"


def has_key(person) -> bool:
    return data_keys.data_key(person.pk) is not None


def writes(person, **columns: object) -> None:
    for column, value in columns.items():
        forging.run(f"UPDATE couples_user SET {column} = %s WHERE id = %s", value, person.pk)


def test_a_row_that_says_so_erases_nobody_and_is_named(alex, capsys):
    writes(alex, erased_at=LONG_AGO)
    assert erasure.finish_interrupted() == 0
    assert has_key(alex)
    with pytest.raises(SystemExit):
        call_command("check_records")
    assert f"person {alex.pk}: erasure" in capsys.readouterr().out
    out = StringIO()
    call_command("erase_person", unfinished=True, stdout=out)
    assert out.getvalue().startswith("0 ")


@pytest.mark.parametrize("after", ["_end_access", "destroy"])
def test_an_erasure_that_was_begun_here_is_finished(alex, monkeypatch, after):
    with monkeypatch.context() as power_cut:
        where = data_keys if after == "destroy" else erasure
        power_cut.setattr(where, after, _power_cut)
        with pytest.raises(RuntimeError):
            erasure.erase(alex)
    assert has_key(alex)
    assert erasure.finish_interrupted() == 1
    assert not has_key(alex)
    assert latest.values(erasure.BEGUN) == {}


def test_who_looks_as_if_just_erased_loses_no_rows(alex):
    client = signed_in(somebody())
    kim = client.get("/account/").wsgi_request.user
    recently = (timezone.now() - timedelta(minutes=1)).isoformat(" ")
    right = forging.copy_of("couples_user", kim.pk)
    writes(kim, erased_at=recently, email=f"{kim.pk}@{erasure.ERASED_DOMAIN}")
    assert erasure.delete_late_rows() == 0
    forging.put_back("couples_user", right)
    assert is_in(client)


def test_nobody_is_erased_as_unused_who_was_not_told_or_came_back(drew, settings, monkeypatch):
    settings.UNUSED_ACCOUNT_MONTHS = 24
    long_ago, years_ago = timezone.now() - timedelta(days=90), timezone.now() - timedelta(days=1500)
    User.objects.update(created_at=years_ago, last_login=years_ago)  # nobody signs these columns
    sign_ins.note_last(drew.pk, years_ago)
    UnusedNotice.objects.create(person=drew, first_at=long_ago, second_at=long_ago)
    assert unused.erase_due() == 0
    assert has_key(drew)

    kim = somebody()
    sign_ins.note_last(kim.pk, years_ago)
    UnusedNotice.objects.create(person=kim, first_at=long_ago)
    User.objects.update(created_at=years_ago)
    assert unused.send_second() == 1
    signed_in(kim).session.flush()
    User.objects.update(last_login=years_ago)
    sign_ins.note_last(kim.pk, years_ago)
    UnusedNotice.objects.filter(person=kim).update(second_at=long_ago)
    days_go_by(monkeypatch, 30)
    assert unused.erase_due() == 0
    assert has_key(kim)
    UnusedNotice.objects.filter(person=kim).update(second_at=None)
    assert unused.send_second() == 1
    days_go_by(monkeypatch, 8)
    assert unused.erase_due() == 1


def days_go_by(monkeypatch, days: int) -> None:
    then = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_a_day_that_somebody_wrote_ends_no_couple(couple, alex):
    day = timezone.localdate()
    right = forging.copy_of("couples_membership", alex.memberships.get().pk)
    forging.run("UPDATE couples_membership SET leaves_on = %s WHERE user_id = %s", day.isoformat(), alex.pk)
    assert leaving.leave_due(day) == 0
    couple.refresh_from_db()
    assert couple.ended_at is None
    forging.put_back("couples_membership", right)
    leaving.choose_day(alex, day + timedelta(days=1))
    assert leaving.leave_due(day + timedelta(days=1)) == 1


def test_an_erasure_signs_out_before_anything_is_destroyed(monkeypatch):
    """Also if it is interrupted there: it does not rest on what deletes the rows with the account."""
    kim = somebody()
    told: list[object] = []
    client = signed_in(kim)
    monkeypatch.setattr(hooks, "signed_out", [told.append])
    monkeypatch.setattr(data_keys, "destroy", _power_cut)
    with pytest.raises(RuntimeError):
        erasure.erase(kim)
    assert told == [kim.pk]
    assert not SignIn.objects.filter(person=kim.pk).exists()
    assert not is_in(client)


def _power_cut(*_given: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    "command", [["export_person"], ["erase_person", "--yes"], ["end_sign_ins"], ["remove_counselor"]]
)
def test_a_command_believes_no_address_that_somebody_wrote(alex, blair, command):
    """Their address and hers are swapped, so that the operator hands out, or erases, hers in their name."""
    if command == ["remove_counselor"]:
        blair.write(is_counselor=True)
    for person, email in ((alex, "for-a-moment@example.org"), (blair, alex.email), (alex, blair.email)):
        forging.run("UPDATE couples_user SET email = %s WHERE id = %s", email, person.pk)
    name, *more = command
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command(name, blair.email, *more)
    for person, email in ((alex, "for-a-moment@example.org"), (blair, blair.email), (alex, alex.email)):
        forging.run("UPDATE couples_user SET email = %s WHERE id = %s", email, person.pk)
    call_command(name, blair.email, *more)
