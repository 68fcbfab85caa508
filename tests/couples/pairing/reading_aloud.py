"""Helpers for tests of the digits: correct, mistyped, entered on the page, and after some time."""

from datetime import timedelta

from django.db.models import F
from django.test import Client

from couples.pairing import digits, invitations
from couples.pairing.models import Invitation

HERE = "192.0.2.1"


def asked_for(user):
    digits.ask(user)
    return digits.of(invitations.open_invitation(user))


def another(shown):
    """Return digits that differ in one position."""
    return f"{(int(shown[0]) + 1) % 10}{shown[1:]}"


def minutes_pass(minutes):
    Invitation.objects.update(code_expires_at=F("code_expires_at") - timedelta(minutes=minutes))


def entered(typed, client=None, **more):
    return (client or Client()).post("/invite/digits/", {"digits": typed}, **more)
