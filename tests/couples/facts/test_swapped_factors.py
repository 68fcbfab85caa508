"""Who writes to the main database alone puts another factor there for the moment of a check: see test_swapped.py."""

import importlib
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from fido2.server import Fido2Server

from couples.accounts import factors, recovery_forms, stored_facts
from couples.accounts.models import User
from couples.facts import holding
from couples.ratelimits import kept
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
)
from tests.couples.facts.swapping import THEIRS, as_if_sealed_for_her, kim, row_of, swaps_password, thief

__all__ = ["kim", "thief"]
pytestmark = pytest.mark.django_db
SECOND = "/account/login/second/"
totp = importlib.import_module("allauth.mfa.totp.internal.auth")
stages = importlib.import_module("allauth.mfa.stages")


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
            moment.setattr(kept, "is_first", lambda *_of: True)  # the same code twice
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


def test_the_first_factor_waits_although_somebody_emptied_the_time_of_the_last_sign_in(kim):
    signed_in(kim)
    forging.run("UPDATE couples_user SET last_login = NULL WHERE id = %s", kim.pk)
    sets_up_app(signed_in(kim))
    assert not Authenticator.objects.filter(user=kim).exists()


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
