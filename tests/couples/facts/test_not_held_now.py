"""What the other database or the signatures do not know opens and decides nothing: see test_swapped.py."""

import json
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client, RequestFactory

from couples.accounts import delays, factor_secrets, factors
from couples.accounts.models import User
from couples.counseling import counselors
from couples.counseling.models import CounselorInvitation
from couples.facts import holding, signing
from couples.keys import data_keys
from tests import forging
from tests.couples.accounts.signing_in import app_code, is_in, leads_to, sets_up_app, sign_in, signed_in
from tests.couples.facts.swapping import kim, row_of, thief

__all__ = ["kim", "thief"]
pytestmark = pytest.mark.django_db
SECOND = "/account/login/second/"


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
