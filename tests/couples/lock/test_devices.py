"""Passkeys and recovery codes at the lock of the private pages; those made after a reset by mail prove nothing."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils import timezone

from couples.accounts.factors import Used
from couples.lock import proofs
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    for_real,
    is_open,
    reset_by_mail,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    strength,
    tries,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]


def recovery_codes(user, made=None):
    codes = RecoveryCodes.activate(user)
    codes.instance.created_at = made or timezone.now()
    codes.instance.save()
    return codes.generate_codes()


def test_a_recovery_code_opens_once(robin):
    code, *_rest = recovery_codes(robin)
    client = signed_in_otherwise(robin)

    assert tries(client, code).status_code == 302
    client.post("/account/lock/now/")
    assert tries(client, code).status_code == 422


def test_after_a_reset_by_mail_only_older_codes_count(robin):
    reset_by_mail(robin)
    code, *_rest = recovery_codes(robin)
    client = signed_in_otherwise(robin)
    assert tries(client, code).status_code == 422
    older, *_rest = recovery_codes(robin, made=robin.mail_reset_at - timedelta(days=1))

    assert tries(client, older).status_code == 302


NEW_PROOFS = ("app/add/", "passkeys/add/", "recovery-codes/", "recovery-codes/new/", "recovery-codes/file/")


@pytest.mark.parametrize("page", NEW_PROOFS)
@pytest.mark.parametrize("stands", [with_pin, reset_by_mail])
def test_who_knows_the_password_cannot_give_themself_another_key(robin, page, stands):
    """Where a PIN or a reset by mail stands in the way, no way round it is made, and no old one is shown."""
    recovery_codes(robin, made=timezone.now() - timedelta(days=1))
    password = stands(robin) if stands is reset_by_mail else PASSWORD
    stands(robin) if stands is with_pin else None
    client = signed_in_with_password(password)

    for answer in (client.get(f"/account/{page}"), client.post(f"/account/{page}")):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/lock/?next=")
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("page", NEW_PROOFS)
def test_mailbox_and_app_without_the_password_show_no_code_and_make_no_passkey(robin, page):
    """Neither opens private pages; what does is not given away for them."""
    app = Authenticator.objects.create(user=robin, type="totp", data={})
    codes = recovery_codes(robin)
    client = signed_in_otherwise(robin)
    strength(client, robin, method="mfa", **Used.of(app)._asdict(), reauthenticated=True)

    for answer in (client.get(f"/account/{page}"), client.post(f"/account/{page}")):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/lock/?next=")
        assert codes[0] not in answer.content.decode()
    assert Authenticator.objects.count() == 2


def test_with_the_password_one_may(robin):
    client = signed_in_with_password()
    client.post("/account/again/", {"password": PASSWORD})

    assert client.get("/account/passkeys/add/").status_code == 200


def test_who_has_nothing_that_opens_them_may_make_a_first_one(drew):
    """Somebody invited who signs in by mailed codes alone."""
    assert signed_in_otherwise(drew).get("/account/passkeys/add/").status_code == 200
    Authenticator.objects.create(user=drew, type="webauthn", data={})

    assert signed_in_otherwise(drew).get("/account/passkeys/add/").url.startswith("/account/lock/?next=")


def test_with_the_own_pin_one_may(robin):
    with_pin(robin)
    client = signed_in_with_password()
    tries(client, PIN)

    assert "/account/lock/" not in client.get("/account/passkeys/add/").headers.get("Location", "")


def test_a_passkey_made_before_a_reset_opens_and_the_password_set_by_mail_still_does_not(robin):
    password = reset_by_mail(robin)
    key = Authenticator.objects.create(user=robin, type="webauthn", data={})
    client = signed_in_otherwise(robin)
    assert strength(client, robin, method="mfa", **Used.of(key)._asdict()) is None
    assert not is_open(client)
    key.created_at = robin.mail_reset_at - timedelta(days=1)
    key.save()

    assert strength(client, robin, method="mfa", **Used.of(key)._asdict()) is proofs.Strength.STRONG
    assert is_open(client)
    client.post("/account/lock/now/")
    assert not is_open(signed_in_with_password(password))


def test_a_recovery_code_used_after_a_reset_leaves_the_password_set_by_mail_shut_out(robin):
    older, *_rest = recovery_codes(robin, made=timezone.now() - timedelta(days=1))
    password = reset_by_mail(robin)
    tries(signed_in_otherwise(robin), older)
    somebody_else = signed_in_with_password(password)

    assert not is_open(somebody_else)
    assert tries(somebody_else, password).status_code == 422


def test_who_came_in_with_an_older_code_and_changes_the_password_settles_the_reset(robin):
    older, other, *_rest = recovery_codes(robin, made=timezone.now() - timedelta(days=1))
    client = signed_in_with_password(reset_by_mail(robin))
    tries(client, older)
    sent = {"oldpassword": "somebody else chose this", "password1": PASSWORD, "present": other}
    client.post("/account/password/", sent)
    robin.refresh_from_db()

    assert robin.check_password(PASSWORD)
    assert robin.mail_reset_at is None
    assert is_open(client)
    assert is_open(signed_in_with_password())


def test_a_change_of_password_while_the_pages_are_locked_settles_nothing(robin):
    client = signed_in_with_password(reset_by_mail(robin))
    client.post("/account/password/", {"oldpassword": "somebody else chose this", "password1": PASSWORD})
    robin.refresh_from_db()

    assert robin.check_password(PASSWORD)
    assert robin.mail_reset_at is not None
    assert not is_open(client)


def test_a_one_time_password_of_an_app_is_no_proof(robin):
    app = Authenticator.objects.create(user=robin, type="totp", data={})
    client = signed_in_otherwise(robin)

    assert strength(client, robin, method="mfa", **Used.of(app)._asdict()) is None
