"""Who writes to the main database alone puts a row there for the moment of a check, and the right one back after it.

Each of these forgers knows the secret that belongs to the forged row, as one's own, and the right one is stored again
before anything else looks. At the end of each test everything holds: so nothing of theirs was stored by an act here.
"""

import importlib
import json
from functools import partial

import pytest
from allauth.account import forms as allauth_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher, PBKDF2PasswordHasher, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.core import mail
from django.http import HttpRequest
from django.test import Client, RequestFactory
from fido2.server import Fido2Server

from couples.accounts import delays, factor_secrets, factors, recovery_forms, stored_facts, unverified
from couples.accounts import signed_in as reading_the_person
from couples.accounts.adapter import Accounts
from couples.accounts.models import User
from couples.counseling import counselors
from couples.counseling.models import CounselorInvitation
from couples.facts import holding, signing
from couples.keys import data_keys
from tests import forging
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    app_code,
    is_in,
    leads_to,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
)

pytestmark = pytest.mark.django_db
THEIRS = "a password of theirs 9"
SECOND = "/account/login/second/"
totp = importlib.import_module("allauth.mfa.totp.internal.auth")
stages = importlib.import_module("allauth.mfa.stages")


@pytest.fixture
def kim() -> User:
    return somebody()


@pytest.fixture
def thief() -> User:
    return somebody("thief@example.net")


def row_of(user: User, type: str) -> dict:
    return forging.copy_of("mfa_authenticator", Authenticator.objects.get(user=user, type=type).pk)


def swaps_password(monkeypatch, user: User, hasher=MD5PasswordHasher) -> list[str]:
    """Their hash is there until it has been compared."""
    right = forging.copy_of("couples_user", user.pk)
    hash_of_theirs = hasher().encode(THEIRS, "somesaltsomesaltsomesalt")
    forging.put_back("couples_user", right | {"password": hash_of_theirs})
    monkeypatch.setattr(holding, "who_hold", set)  # what looks beforehand, they let pass
    return forging.at_the_moment(
        monkeypatch, hasher, "verify", lambda: forging.put_back("couples_user", right)
    )


def test_the_password_at_the_sign_in(kim, monkeypatch):
    done = swaps_password(monkeypatch, kim)
    client = Client()
    assert sign_in(client, password=THEIRS).status_code == 403
    assert done
    assert not is_in(client)


def test_a_hash_of_an_older_kind_is_not_made_anew_from_theirs(kim, monkeypatch, settings):
    settings.PASSWORD_HASHERS = [
        *settings.PASSWORD_HASHERS,
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    done = swaps_password(monkeypatch, kim, PBKDF2PasswordHasher)
    before = forging.copy_of("couples_user", kim.pk)["facts_mac"]
    assert sign_in(Client(), password=THEIRS).status_code == 403
    assert done
    assert forging.copy_of("couples_user", kim.pk)["facts_mac"] == before
    assert is_in(signed_in(kim))


def test_an_older_hash_of_ones_own_is_made_anew(kim, settings):
    kim.password = make_password(PASSWORD, hasher="md5")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    kim.write(password=kim.password)
    assert is_in(signed_in(kim))
    kim.refresh_from_db()
    assert kim.password.startswith("pbkdf2")
    assert is_in(signed_in(kim))


def test_the_password_given_again(kim, monkeypatch):
    client = signed_in(kim)
    done = swaps_password(monkeypatch, kim)
    _keep_signed_in(monkeypatch)
    assert client.post("/account/again/", {"password": THEIRS}).status_code == 403
    assert done
    records = client.session["account_authentication_methods"]
    assert not [one for one in records if one.get("reauthenticated")]


def test_the_old_password_when_it_is_changed(kim, monkeypatch):
    client = signed_in(kim)
    done = swaps_password(monkeypatch, kim)
    _keep_signed_in(monkeypatch)
    changed = {"oldpassword": THEIRS, "password1": "a newer sentence 8", "password2": "a newer sentence 8"}
    assert client.post("/account/password/", changed).status_code == 403
    assert done
    assert is_in(signed_in(kim))


@pytest.mark.parametrize(("column", "path"), [("is_staff", "/admin/"), ("is_counselor", "/counsel/")])
def test_a_role_that_is_there_only_while_it_is_read(kim, monkeypatch, column, path):
    client = signed_in(kim)
    sets_up_app(client)
    right = forging.copy_of("couples_user", kim.pk)
    forging.put_back("couples_user", right | {column: True})
    restore = partial(forging.put_back, "couples_user", right)
    done = forging.at_the_moment(monkeypatch, reading_the_person, "_user_of", restore)
    assert client.get(path).status_code == 403
    assert done


def _keep_signed_in(monkeypatch) -> None:
    """The swapped hash would end the sign-in before: they swap it a moment later."""
    monkeypatch.setattr(stored_facts, "_holds", lambda *_of: True)
    monkeypatch.setattr(User, "get_session_auth_hash", lambda _user: "same")
    monkeypatch.setattr("django.contrib.auth.constant_time_compare", lambda *_two: True)


@pytest.mark.parametrize(
    "path", ["/account/password/first/", "/account/email/", "/data/download/", "/account/sign-ins/"]
)
def test_no_proof_is_left_out_because_the_password_was_hidden(kim, monkeypatch, path):
    client = signed_in(kim)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    right = forging.copy_of("couples_user", kim.pk)
    _keep_signed_in(monkeypatch)
    monkeypatch.setattr(holding, "who_hold", set)
    forging.put_back("couples_user", right | {"password": "!none"})
    restore = partial(forging.put_back, "couples_user", right)
    done = forging.at_the_moment(monkeypatch, Accounts, "get_reauthentication_methods", restore)
    assert client.get(path).status_code == 403
    assert done


def as_if_sealed_for_her(monkeypatch) -> None:
    """What is asked here must not rest on whom a secret is sealed for."""
    monkeypatch.setattr(factor_secrets, "_check_owner", lambda _row: None)


def test_the_app_at_the_second_step_and_again(kim, thief, monkeypatch):
    as_if_sealed_for_her(monkeypatch)
    client = signed_in(kim)
    sets_up_app(client)
    secret = sets_up_app(signed_in(thief))
    for path, browser in ((f"{SECOND}", Client()), ("/account/again/code/", client)):
        sign_in(browser) if browser is not client else None
        right = row_of(kim, "totp")
        forging.put_back("mfa_authenticator", right | {"data": row_of(thief, "totp")["data"]})
        restore = partial(forging.put_back, "mfa_authenticator", right)
        with monkeypatch.context() as moment:
            moment.setattr(stored_facts, "_holds", lambda *_of: True)
            done = forging.at_the_moment(moment, totp, "validate_totp_code", restore)
            assert browser.post(path, {"code": app_code(secret)}).status_code == 403, path
        assert done
        restore()  # it was undone with the transaction of the check
        assert is_in(browser) is (browser is client)


def test_recovery_codes_moved_to_somebody_else(kim, thief, monkeypatch):
    """They are theirs again before their row is read once more, under a lock, and used up."""
    as_if_sealed_for_her(monkeypatch)
    sets_up_app(signed_in(kim))
    sets_up_app(signed_in(thief))
    hers, theirs = row_of(kim, "recovery_codes"), row_of(thief, "recovery_codes")
    code = Authenticator.objects.get(pk=theirs["id"]).wrap().get_unused_codes()[0]
    client = Client()
    sign_in(client)
    forging.delete("mfa_authenticator", hers["id"])
    forging.put_back("mfa_authenticator", theirs | {"user_id": hers["user_id"]})

    def restore() -> None:
        forging.put_back("mfa_authenticator", theirs)
        forging.put_back("mfa_authenticator", hers)

    done = forging.at_the_moment(monkeypatch, RecoveryCodes, "validate_code", restore, after=False)
    assert client.post(SECOND, {"code": code}).status_code == 403
    assert done
    restore()
    assert not is_in(client)


RECOVERY = "/account/login/recovery/"


def _code_of(user: User) -> str:
    return str(Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0])


def test_the_password_beside_a_recovery_code(kim, monkeypatch):
    sets_up_app(signed_in(kim))
    client, code = Client(), _code_of(kim)
    swaps_password(monkeypatch, kim)
    monkeypatch.setattr(holding, "who_hold", lambda people: set(people))
    typed = {"login": ADDRESS, "password": THEIRS, "code": code}
    assert client.post(RECOVERY, typed).status_code == 403
    assert not is_in(client)
    assert _code_of(kim) == code


def test_recovery_codes_beside_the_password(kim, thief, monkeypatch):
    as_if_sealed_for_her(monkeypatch)
    for one in (kim, thief):
        sets_up_app(signed_in(one))
    hers, code = row_of(kim, "recovery_codes"), _code_of(thief)
    client, typed = Client(), {"login": ADDRESS, "password": PASSWORD, "code": code}
    forging.put_back("mfa_authenticator", hers | {"data": row_of(thief, "recovery_codes")["data"]})
    restore = partial(forging.put_back, "mfa_authenticator", hers)
    monkeypatch.setattr(holding, "who_hold", lambda people: set(people))
    done = forging.at_the_moment(monkeypatch, recovery_forms, "_is_among", restore)
    client.post(RECOVERY, typed)
    assert done
    assert not is_in(client)


def test_the_key_of_a_passkey(kim, thief, monkeypatch):
    client = signed_in(kim)
    proves_it_again(client)
    hers, theirs = Passkey(), Passkey()
    hers.is_set_up(client)
    other = signed_in(thief)
    proves_it_again(other)
    theirs.id = hers.id
    theirs.is_set_up(other)
    theirs.user = hers.user
    right = row_of(kim, "webauthn")
    forging.put_back("mfa_authenticator", right | {"data": row_of(thief, "webauthn")["data"]})
    done = forging.at_the_moment(
        monkeypatch,
        Fido2Server,
        "authenticate_complete",
        lambda: forging.put_back("mfa_authenticator", right),
    )
    browser = Client()
    assert theirs.signs_in(browser).status_code == 403
    assert done
    assert not is_in(browser)
    hers.signs_in(browser)
    assert is_in(browser)


def test_a_factor_hidden_while_it_is_asked_whether_there_is_one(kim, monkeypatch):
    sets_up_app(signed_in(kim))
    rows = [row_of(kim, type) for type in ("totp", "recovery_codes")]

    def hide() -> None:
        for row in rows:
            forging.delete("mfa_authenticator", row["id"])

    def show() -> None:
        for row in rows:
            forging.put_back("mfa_authenticator", row)

    done = forging.at_the_moment(monkeypatch, stages, "is_mfa_enabled", show)
    forging.at_the_moment(monkeypatch, stages, "is_mfa_enabled", hide, after=False)
    client = Client()
    assert sign_in(client).status_code == 403
    assert done
    assert not is_in(client)


def test_an_id_that_was_given_again_is_not_the_factor_that_was_used(kim):
    client = signed_in(kim)
    sets_up_app(client)
    used = factors.used_in(client.session, kim)
    assert User.objects.filter(pk__in=factors.with_one_of(used)).exists()
    old = Authenticator.objects.get(user=kim, type="totp")
    pk = old.pk
    old.delete()
    Authenticator.objects.create(pk=pk, user=kim, type="totp", data={})
    assert not User.objects.filter(pk__in=factors.with_one_of(used)).exists()
    Authenticator.objects.filter(pk=pk).delete()
    Authenticator.objects.create(pk=pk, user=kim, type="webauthn", data={})
    assert not User.objects.filter(pk__in=factors.with_one_of(used)).exists()


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_an_address_that_is_theirs_while_it_is_looked_up(kim, path, monkeypatch):
    table = "account_emailaddress"
    right = forging.copy_of(table, kim.emailaddress_set.get().pk)
    forging.put_back(table, right | {"email": "thief@example.net"})
    done = forging.at_the_moment(
        monkeypatch, allauth_forms, "filter_users_by_email", lambda: forging.put_back(table, right)
    )
    Client().post(path, {"email": "thief@example.net"})
    assert done
    assert "There is no account" in mail.outbox[-1].body


def test_an_account_made_to_look_unverified_while_it_is_looked_at(kim, monkeypatch):
    rows = {
        "account_emailaddress": forging.copy_of("account_emailaddress", kim.emailaddress_set.get().pk),
        "couples_user": forging.copy_of("couples_user", kim.pk),
    }
    forging.run("UPDATE account_emailaddress SET verified = %s WHERE user_id = %s", False, kim.pk)
    forging.run("UPDATE couples_user SET created_at = '2020-01-01 00:00:00+00:00' WHERE id = %s", kim.pk)

    def restore() -> None:
        for table, row in rows.items():
            forging.put_back(table, row)

    done = forging.at_the_moment(monkeypatch, unverified, "is_unverified", restore)
    unverified.give_way(ADDRESS)
    assert done
    assert User.objects.filter(pk=kim.pk).exists()


def test_the_first_factor_waits_although_somebody_emptied_the_time_of_the_last_sign_in(kim):
    signed_in(kim)
    forging.run("UPDATE couples_user SET last_login = NULL WHERE id = %s", kim.pk)
    sets_up_app(signed_in(kim))
    assert not Authenticator.objects.filter(user=kim).exists()


def asks(user: User) -> HttpRequest:
    """A request in the sign-in in which the account was made."""
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionBase()
    delays.allow_first_factor(request)
    return request


def test_no_second_factor_is_the_first_because_the_other_was_hidden(kim):
    request = asks(kim)
    assert not delays.must_wait(request, delays.Kind.PASSKEY)
    sets_up_app(signed_in(kim))
    rows = [row_of(kim, type) for type in ("totp", "recovery_codes")]
    assert delays.must_wait(request, delays.Kind.PASSKEY)
    for row in rows:
        forging.delete("mfa_authenticator", row["id"])
    with pytest.raises(holding.DoesNotHold):
        delays.must_wait(request, delays.Kind.PASSKEY)
    for row in rows:
        forging.put_back("mfa_authenticator", row)


def removed_factor(kim: User) -> tuple[Client, dict]:
    """A sign-in with a factor that was removed since, and its row."""
    client = signed_in(kim)
    sets_up_app(client)
    row = row_of(kim, "totp")
    Authenticator.objects.filter(user=kim, type="totp").delete()
    Authenticator.objects.create(user=kim, type="webauthn", data={"name": "", "credential": {}})
    return client, row


def test_a_removed_factor_that_is_put_back_was_not_used_lately(kim):
    client, row = removed_factor(kim)
    request = asks(kim)
    request.session = client.session
    assert delays.must_wait(request, delays.Kind.ADDRESS)
    forging.put_back("mfa_authenticator", row)
    with pytest.raises(holding.DoesNotHold):
        delays.must_wait(request, delays.Kind.ADDRESS)
    forging.delete("mfa_authenticator", row["id"])


def test_nor_does_it_open_the_pages_of_a_role_while_somebody_looks_for_it(kim, monkeypatch):
    kim.write(is_counselor=True)
    client, row = removed_factor(kim)
    assert leads_to(client.get("/counsel/")).startswith("/account/again/")
    delete = partial(forging.delete, "mfa_authenticator", row["id"])
    done = forging.at_the_moment(monkeypatch, factors, "is_missing_here", delete)
    put_back = partial(forging.put_back, "mfa_authenticator", row)
    forging.at_the_moment(monkeypatch, factors, "is_missing_here", put_back, after=False)
    assert client.get("/counsel/").status_code == 403
    assert done


def test_an_address_that_was_proved_only_while_somebody_looks_makes_no_counselor(kim, monkeypatch):
    counselors.invite("thief@example.net")
    invitation = CounselorInvitation.objects.get()
    right = forging.copy_of("account_emailaddress", kim.emailaddress_set.get().pk)
    forging.put_back("account_emailaddress", right | {"email": invitation.email})
    kim.email = invitation.email
    with pytest.raises(holding.DoesNotHold):
        counselors.is_for(invitation, kim)
    forging.put_back("account_emailaddress", right)
    assert not counselors.is_for(invitation, kim)


@pytest.mark.forges
@pytest.mark.parametrize("type", ["totp", "recovery_codes"])
def test_a_secret_opens_in_nobody_elses_row(kim, thief, type):
    """Or their own page would show them somebody else's recovery codes."""
    for user in (kim, thief):
        sets_up_app(signed_in(user))
    theirs, hers = row_of(thief, type), row_of(kim, type)
    forging.put_back("mfa_authenticator", theirs | {"data": hers["data"]})
    with pytest.raises(holding.DoesNotHold):
        Authenticator.objects.get(user=thief, type=type)
    assert factor_secrets.reencrypt() == 2
    assert forging.copy_of("mfa_authenticator", theirs["id"])["data"] == hers["data"]
    forging.put_back("mfa_authenticator", theirs | {"data": hers["data"].replace(kim.pk.hex, thief.pk.hex)})
    (sealed,) = factor_secrets._sealed(Authenticator.objects.get(user=thief, type=type)).values()
    with pytest.raises(data_keys.CannotOpen):
        factor_secrets.unseal(sealed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.forges
def test_a_secret_from_before_is_sealed_for_its_person(kim):
    secret = sets_up_app(signed_in(kim))
    row = row_of(kim, "totp")
    old = Authenticator.objects.get(pk=row["id"])
    bare = {"secret": factor_secrets.seal(factor_secrets.unseal(old.data["secret"]))}
    forging.run("UPDATE mfa_authenticator SET data = %s WHERE id = %s", json.dumps(bare), old.pk)
    signing.sign_anew([kim.pk])
    assert factor_secrets.reencrypt() == 2
    assert Authenticator.objects.get(pk=old.pk).data["secret"].startswith(kim.pk.hex)
    browser = Client()
    sign_in(browser)
    browser.post(SECOND, {"code": app_code(secret)})
    assert is_in(browser)


def test_who_is_honest_gets_in(kim):
    client = signed_in(kim)
    secret = sets_up_app(client)
    codes = Authenticator.objects.get(user=kim, type="recovery_codes").wrap().get_unused_codes()
    for code in (app_code(secret), codes[0]):
        browser = Client()
        assert leads_to(sign_in(browser)) == SECOND
        browser.post(SECOND, {"code": code})
        assert is_in(browser)
    again = Client()
    sign_in(again)
    again.post(SECOND, {"code": codes[0]})
    assert not is_in(again)
