"""A copied cookie of somebody who is signed in is good until the next proof: then the session has another key.

Sign out everywhere else, a proof given again, and opening or changing private pages each end the copy, and only that.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from couples.lock import securing
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    PASSWORD,
    is_in,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
)
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import PIN, changes, is_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(settings):
    settings.DEMO = False
    cache.clear()
    return somebody()


class Hers(Client):
    """`codes`: recovery codes of the account. `paper`: codes of the private pages."""

    codes: list[str]
    paper: list[str]


def copy_of(hers: Client) -> Client:
    his = Client(REMOTE_ADDR="198.51.100.7")
    for name in ("session", "device"):
        his.cookies[name] = hers.cookies[name].value
    assert is_in(his)
    return his


def signs_out_everywhere_else(client: Client) -> None:
    assert client.post("/account/sign-ins/").status_code == 302


def proves_it_by_recovery_code(client: Hers) -> None:
    answer = client.post("/account/again/code/", {"code": client.codes[0]})
    assert answer.status_code == 302


def opens_the_pages(client: Client) -> None:
    assert client.post("/account/lock/", {"secret": PIN}).status_code == 302


def opens_them_with_a_code(client: Hers) -> None:
    assert client.post("/account/lock/", {"secret": client.paper[0]}).status_code == 302


def sets_another_pin(client: Client) -> None:
    assert changes(client, PIN, pin="592637", again="592637").status_code == 200


def removes_the_pin(client: Client) -> None:
    assert changes(client, PIN, remove="yes").status_code == 302


def makes_codes(client: Client) -> None:
    assert changes(client, PIN, codes="yes").status_code == 200


LOCKED = [opens_the_pages, opens_them_with_a_code]
OPEN = [
    *(signs_out_everywhere_else, proves_it_again, proves_it_by_recovery_code),
    *(sets_another_pin, removes_the_pin, makes_codes),
]


@pytest.fixture
def hers(kim) -> Hers:
    """Kim’s browser, with private pages that have a PIN, and paper with codes."""
    client = Hers()
    sign_in(client)
    sets_up_app(client)
    client.codes = client.get("/account/recovery-codes/").context["unused_codes"]
    client.paper = securing.set_pin(opened_store(kim), PIN)[1]
    return client


@pytest.mark.parametrize("act", LOCKED)
def test_opening_the_private_pages_ends_a_copy_and_opens_them_here_alone(hers, act):
    his = copy_of(hers)
    act(hers)
    assert (is_in(his), is_open(his)) == (False, False)
    assert (is_in(hers), is_open(hers)) == (True, True)


@pytest.mark.by_turns
@pytest.mark.parametrize("act", OPEN)
def test_each_further_proof_ends_a_copy_and_leaves_the_private_pages_open_here(hers, act):
    opens_the_pages(hers)
    his = copy_of(hers)
    assert is_open(his)
    act(hers)
    assert (is_in(his), is_open(his)) == (False, False)
    assert (is_in(hers), is_open(hers)) == (True, True)


def test_a_passkey_at_the_lock_ends_a_copy(kim):
    hers, passkey = signed_in(kim), SoftKey(kim)
    hers.post("/account/lock/now/")
    his = copy_of(hers)
    assert passkey.used_at(hers, "/account/lock/passkey/").status_code == 302
    assert not is_in(his)
    assert is_open(hers)


def test_setting_up_the_first_factor_ends_a_copy_as_it_ends_other_sign_ins(kim):
    hers = signed_in(kim)
    proves_it_again(hers)
    his = copy_of(hers)
    Passkey().is_set_up(hers)
    assert not is_in(his)
    assert is_in(hers)


def test_a_wrong_proof_ends_nothing(hers):
    his = copy_of(hers)
    hers.post("/account/again/", {"password": "wrong"})
    hers.post("/account/lock/", {"secret": "999999"})
    assert is_in(his)
    assert is_in(hers)


def test_what_was_typed_in_another_tab_is_taken_after_the_proof(kim):
    """The other tab sends the cookie that the browser has by then, with the token of the page from before."""
    hers = Client(enforce_csrf_checks=True)
    hers.cookies = signed_in(kim).cookies
    hers.get("/account/lock/")
    token = hers.get("/account/name/").context["csrf_token"]
    sent = {"csrfmiddlewaretoken": str(token)}
    assert hers.post("/account/lock/", sent | {"secret": PASSWORD}).status_code == 302
    assert hers.post("/account/again/", sent | {"password": PASSWORD}).status_code == 302
    assert hers.post("/account/name/", sent | {"name": "Kim Lee"}).status_code == 302
    kim.refresh_from_db()
    assert kim.name == "Kim Lee"
