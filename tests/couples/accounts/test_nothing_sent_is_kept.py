"""Whatever is posted without a fresh proof is forgotten, and no later proof carries it out: for every address there is.

Somebody may post a form on a device that is signed in, without the password. Its owner confirms who they are when they
next look at that page.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.internal.httpkit import serialize_request
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from couples.accounts.models import SignIn, User
from tests.config.collected import addresses
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import PASSWORD, leads_to, sets_up_app, signed_in, somebody, text_of
from tests.couples.test_nobody_else import rows

pytestmark = pytest.mark.django_db
AGAIN = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
CLOSES = (*AGAIN, "account_logout", "exit", "lock_now", "private_empty")
"""Those that prove it, and those after which nobody is signed in, or the private pages are locked."""
BEHIND_A_PROOF = {
    *("account_email", "usersessions_list", "export", "erase"),
    *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_activate_totp"),
    *("mfa_deactivate_totp", "mfa_generate_recovery_codes"),
}
"""Those whose form is asked for a proof at once, with a password; all were found when this was written."""
EVERYTHING = {
    **{"sure": "yes", "form": "page", "private": "yes", "action_add": "1", "email": "his@example.net"},
    **{"name": "mine", "code": "000000", "password1": "another lake 88", "day": "2030-01-01"},
}
"""Every field that a form behind a proof may want."""


def is_old(client: Client) -> None:
    """As if all that was proved in this sign-in were long ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


@pytest.fixture
def phone() -> Client:
    """Signed in, with every kind of factor, and nothing proved lately; the private pages are open."""
    cache.clear()
    client = signed_in(somebody())
    sets_up_app(client)
    Passkey().is_set_up(client)
    is_old(client)
    client.post("/account/lock/", {"secret": PASSWORD})
    mail.outbox.clear()
    return client


def address_of(name: str, pattern: str) -> str:
    wanted = {"<int:pk>": Authenticator.objects.get(type="webauthn").pk}
    return re.sub(r"<[^>]+>", lambda one: str(wanted.get(one[0], _any(one[0]))), pattern)


def _any(kind: str) -> object:
    return 1 if kind.startswith("<int") else uuid4() if kind.startswith("<uuid") else "x"


def facts() -> dict[Any, Any]:
    """Every row but those of sign-ins, of which only how many there are; and how many mails were sent."""
    found = {key: row for key, row in rows().items() if key[0] != SignIn._meta.label}
    return found | {"sign-ins": SignIn.objects.count(), "mails": len(mail.outbox)}


def target_of(location: str) -> str:
    return parse_qs(urlsplit(location).query).get("next", [""])[0]


def test_a_form_sent_without_a_fresh_proof_is_kept_nowhere_and_the_proof_shows_the_empty_page(phone):
    signed_in(User.objects.get())
    asked = set()
    for pattern, name in addresses().items():
        if name in CLOSES or not pattern.startswith("/"):
            continue
        path, before = address_of(name, pattern), facts()
        answer = phone.post(path, EVERYTHING)
        assert STATE_SESSION_KEY not in phone.session, name
        location = answer.headers.get("Location", "")
        if not location.startswith(reverse("account_reauthenticate")):
            continue
        asked.add(name)
        assert target_of(location) == path
        if urlsplit(location).path != reverse("account_reauthenticate"):
            continue  # a factor is asked for, because the page shows something
        assert leads_to(phone.post(location, {"password": PASSWORD, "next": path})) == path
        assert facts() == before, name
        is_old(phone)
    assert asked >= BEHIND_A_PROOF


def test_what_a_visitor_posts_is_carried_out_by_no_proof_either(phone):
    path = reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(type="webauthn").pk])
    stranger = Client()
    stranger.post(path)
    stranger.post(path.replace("remove", "name"), {"name": "another"})
    assert STATE_SESSION_KEY not in stranger.session


def test_a_form_that_was_kept_before_is_forgotten_by_the_next_proof(phone):
    """In sessions from before nothing was kept any more."""
    session, sent = phone.session, RequestFactory().post("/data/erase/", {"sure": "yes"})
    session[STATE_SESSION_KEY] = {"request": serialize_request(sent)}
    session.save()
    answer = phone.post("/account/again/", {"password": PASSWORD, "next": "/data/erase/"})
    assert leads_to(answer) == "/data/erase/"
    assert User.objects.get().erased_at is None
    assert STATE_SESSION_KEY not in phone.session


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/data/erase/", "to see what erasing does"),
        ("/account/sign-ins/", "to see where you are signed in"),
        ("/account/email/", "to change your e-mail address"),
    ],
)
def test_the_page_that_asks_says_what_comes_next(phone, page, said):
    asked = leads_to(phone.get(page))
    assert said in text_of(phone.get(asked))
    assert said not in text_of(phone.get("/account/again/"))
    assert phone.get("/account/again/?next=/no/such/page/").status_code == 200
