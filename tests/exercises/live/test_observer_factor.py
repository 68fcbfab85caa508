"""A counselor's socket is one of her sign-in: without a second factor used in it, it shows nothing and closes."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async

from couples import hooks
from couples.counseling import scopes
from exercises.live.database_threads import in_database
from exercises.live.notify import poll
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.exercises.live.sockets import Socket, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_poll_and_no_demo(monkeypatch, settings):
    monkeypatch.setattr(poll, "POLL_SECONDS", 600)
    settings.DEMO = False


@pytest.fixture
def let_in(linked):
    both_allow(linked, scopes.LIVE)
    return linked


async def test_a_sign_in_that_never_used_her_factor_gets_no_socket(sockets, let_in, casey):
    cookie = await in_database(cookie_of, casey)
    await in_database(with_second_step, casey)
    socket = await Socket(sockets.session, cookie).connect()
    assert await socket.closed() == 4401

    await sockets.open(casey)  # signed in with it


async def test_a_socket_closes_at_once_when_the_factor_of_its_sign_in_is_removed(sockets, let_in, casey):
    await in_database(with_second_step, casey)
    hers = await sockets.open(casey)
    await hers.settle()
    await in_database(Authenticator.objects.create, user=casey, type="webauthn", data={})
    await in_database(Authenticator.objects.filter(user=casey, type="totp").delete)
    await sync_to_async(hooks.tell)(hooks.signed_out, casey.pk)
    assert await hers.closed() == 4401
