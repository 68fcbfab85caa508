"""The rows of sign-ins, by the browsers and cookies that tests hold."""

import time
from datetime import timedelta

from django.conf import settings
from django.test import Client

from couples.accounts import sessions
from couples.accounts.models import SignIn
from couples.accounts.sign_in_ends import FACTS


def stored_key(cookie: str) -> str:
    """Under which key the session with this cookie is stored."""
    return sessions.stored_keys(cookie)[0]


def key_of(client: Client) -> str:
    return stored_key(client.cookies[settings.SESSION_COOKIE_NAME].value)


def row_of(client: Client) -> SignIn:
    return SignIn.objects.get(session_key=key_of(client))


def unused_for(cookie: str, length: timedelta) -> None:
    """As if the sign-in with this cookie had not been used for this long."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    goes_by(client, length)


def goes_by(client: Client, length: timedelta, **since: timedelta) -> None:
    """As if the sign-in had not been used for this long. `began`: and had begun that long ago."""
    session, now = client.session, time.time()
    began = max(since.get("began", length), length)
    session[FACTS] = session[FACTS] | {
        "used": now - length.total_seconds(),
        "since": now - began.total_seconds(),
    }
    session.save()
