"""Changes that wait, as their people make and see them, and time that goes by for them. Knows no test."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from couples.accounts import delays_sealed, delays_told, due, first_sign_in
from couples.accounts.delays_told import DELAY
from couples.accounts.models import DelayedChange
from couples.keys import latest
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    last_code,
    proves_it_again,
    sets_up_app,
    signed_in,
    somebody,
    text_of,
)

NEW = "elsewhere@example.net"


def time_goes(hours: float) -> None:
    for change in DelayedChange.objects.all():
        content = delays_sealed.opened(change)
        change.counts_from -= timedelta(hours=hours)
        change.sealed = delays_sealed.sealed(change, content)
        change.save()
        earlier(change, hours)
    due.count_due()


def earlier(change: DelayedChange, hours: float) -> None:
    """The mail about it left when it was set up, or earlier by so many hours than before."""
    at = delays_told.told_at([change]).get(change.pk, change.counts_from + timedelta(hours=hours) - DELAY)
    moved = int((at - timedelta(hours=hours)).timestamp())
    latest.put(delays_told.TOLD, change.pk, moved.to_bytes(8, "big"))


@pytest.fixture
def kim():
    """Somebody who has had an account for a while."""
    cache.clear()
    user = somebody()
    signed_in(user)
    return user


def changes_address(client: Client, to: str = NEW) -> None:
    proves_it_again(client)
    client.post("/account/email/", {"action_add": "1", "email": to})
    client.post("/account/confirm/", {"code": last_code()})


def sets_up_passkey(client: Client) -> Passkey:
    proves_it_again(client)
    passkey = Passkey()
    assert passkey.is_set_up(client).status_code == 302
    return passkey


def state(user):
    user.refresh_from_db()
    return (
        user.email,
        set(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")),
        factors_of(user),
    )


def factors_of(user) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def used_a_factor(user) -> Client:
    """A sign-in that counts as one with a factor."""
    first_sign_in.expect(user.pk)
    client = signed_in(user)
    sets_up_app(client)
    return client


def shown(client: Client) -> str:
    return " ".join(text_of(client.get("/account/")).split("<main")[1].split())
