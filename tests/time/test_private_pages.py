"""Time tells nobody, in a live session, that the other is at their private pages meanwhile (T18)."""

from __future__ import annotations

import asyncio
import json
import time
from random import Random
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser
from websockets.asyncio.client import ClientConnection

from couples.accounts.models import User
from exercises.live import start as starting
from exercises.live.database_threads import in_database
from exercises.private import entries, store
from tests.couples.accounts.signing_in import PASSWORD, sign_in
from tests.couples.lock.opened import opened_store
from tests.faults import couples, load
from tests.long_run import IS_LONG
from tests.servers import App
from tests.time.timing import auc, seconds

PAIRS = 2000 if IS_LONG else 80
MOST = 0.55 if IS_LONG else 0.64
JITTER = 0.005
"""Seconds: what a network adds, as the deviation of a normal distribution."""
WORK = 0.03
"""Seconds: about as long as a private page is being saved."""


def signed_in(user: User) -> str:
    """The cookie of somebody who has signed in with a password just now, so that their private pages are open."""
    user.write(password=make_password(PASSWORD))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = Browser()
    assert sign_in(browser, user.email).status_code == 302
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def own_limit(user: User) -> str:
    """The address of a limit of their own that they wrote before."""
    with store.changing(opened_store(user)) as contents:
        entries.add(contents, "limits", {"limit": "Not after ten in the evening", "then": ""})
        return f"/alone/b/{contents['limits'][0]['id']}/"


def saving(app: App, cookie: str, path: str) -> bytes:
    """The request with which somebody saves a private page."""
    token = "a" * 32
    body = urlencode({"limit": "Not after ten in the evening", "csrfmiddlewaretoken": token}).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{app.port}\r\nContent-Length: {len(body)}\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={token}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode() + body


async def answered(socket: ClientConnection, frame: dict[str, object], answer: str) -> float:
    began = time.perf_counter()
    await socket.send(json.dumps(frame))
    async with asyncio.timeout(10):
        while json.loads(await socket.recv())["type"] != answer:
            pass
    return time.perf_counter() - began


async def sent_and_answered(socket: ClientConnection, asked: str) -> tuple[dict[str, object], str]:
    """A message that changes nothing the other sees, and the type of its answer."""
    if asked == "ping":
        return {"type": "ping"}, "pong"
    async with asyncio.timeout(10):
        while (screen := json.loads(await socket.recv()))["type"] != "screen":
            pass
    offer = next(one for one in screen["view"]["commands"] if one["fields"])
    typed = {offer["fields"][0]["name"]: "What I see"}
    return {"type": "draft", "visit": offer["visit"], "name": offer["name"], "fields": typed}, "saved"


@pytest.mark.parametrize("asked", ["ping", "draft"])
async def test_time_does_not_tell_who_is_at_their_private_pages(apps, asked) -> None:
    (app,) = await asyncio.to_thread(apps, 1, DJANGO_SETTINGS_MODULE="tests.time.settings")
    (two,) = await in_database(couples.couples, 1, [app], ["see-feel-need-ask"])
    alex, blair = two.walkers
    session = await in_database(
        starting.start_session, two.couple, alex.user.pk, "see-feel-need-ask", is_due=True
    )
    cookie = await in_database(signed_in, blair.user)
    request, rng = saving(app, cookie, await in_database(own_limit, blair.user)), Random(1)
    took: dict[bool, list[float]] = {True: [], False: []}
    async with load.connected(app, session, alex.cookie) as socket:
        frame, answer = await sent_and_answered(socket, asked)
        for _pair in range(PAIRS):
            for is_busy in rng.sample((True, False), 2):
                save = asyncio.create_task(asyncio.to_thread(seconds, request, app.port)) if is_busy else None
                await asyncio.sleep(rng.uniform(0, WORK))
                took[is_busy].append(await answered(socket, frame, answer) + rng.gauss(0, JITTER))
                if save:
                    await save
                await asyncio.sleep(0.05)
    found = auc(took[False], took[True])
    print(f"\n{asked}: {PAIRS} pairs, AUC {found:.3f}")
    assert found <= MOST
