"""Each kind of event is noted by a real act; a line says the kind and the time, and nothing about whom."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client

from config.logs import Lines
from couples.ratelimits import tries
from couples.security_log import MEANING, Kind, note
from tests.couples.accounts.signing_in import PASSWORD, sign_in, signed_in, somebody
from tests.couples.lock.soft_key import SoftKey
from tests.couples.security_log.acts import ACTS, ADDRESS, CANARIES, ELSEWHERE, OTHER, WRONG, Here

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).parents[2]
CASES = [(kind, act) for kind, acts in ACTS.items() for act in acts]


@pytest.fixture
def here(client, settings, monkeypatch, django_capture_on_commit_callbacks):
    return Here(client, settings, monkeypatch, django_capture_on_commit_callbacks)


@pytest.fixture
def lines(caplog):
    """The lines of the security log so far, as a server writes them."""
    return lambda: [
        json.loads(Lines(as_json=True).format(one)) for one in caplog.records if one.name == "security"
    ]


def kinds(lines):
    return [line["event"] for line in lines()]


def test_each_kind_has_an_act_and_a_meaning():
    assert set(Kind) == set(ACTS) | set(ELSEWHERE) == set(MEANING)
    for kind, module in ELSEWHERE.items():
        assert f"Kind.{kind.name}" in (TESTS / module).read_text(), kind


@pytest.mark.by_turns
@pytest.mark.parametrize(("kind", "act"), CASES)
def test_an_act_is_noted_and_nothing_in_the_line_is_about_somebody(kind, act, here, lines):
    act(here)

    assert kind in kinds(lines)
    for line in lines():
        assert set(line) == {"event", "level", "logger", "timestamp"}
        assert line["event"] in set(Kind)
        assert not [canary for canary in CANARIES if canary in json.dumps(line)]


def test_the_lines_are_written_whatever_the_level_of_the_other_lines_is():
    assert logging.getLogger("security").isEnabledFor(logging.INFO)
    assert project.LOGGING["loggers"]["security"]["propagate"]


def test_known_and_unknown_addresses_leave_the_same_lines(lines):
    somebody(ADDRESS)
    seen = {}
    for address in (ADDRESS, OTHER):
        before, client = len(lines()), Client()
        sign_in(client, address, WRONG)
        for path in ("/account/login/code/", "/account/password/reset/"):
            client.post(path, {"email": address})
        client.post("/account/login/code/confirm/", {"code": "1212-3434"})
        client.post("/account/password/reset/code/", {"code": "1212-3434"})
        seen[address] = kinds(lines)[before:]

    assert seen[ADDRESS] == seen[OTHER] == ["password_failed", "mailed_code_failed", "mailed_code_failed"]


def test_nothing_shows_that_private_pages_or_a_pin_exist(lines, monkeypatch):
    """Setting a PIN, failing with it, with passkeys and codes, being slowed down: no line at all."""
    monkeypatch.setattr(tries, "SECRETS", replace(tries.SECRETS, free=3))
    kim = somebody(ADDRESS)
    client, key, other = signed_in(kim), SoftKey(kim), SoftKey(kim)
    other.row.delete()
    pin = {"present": PASSWORD, "pin": "a quiet pin", "again": "a quiet pin"}
    assert client.post("/account/lock/settings/", pin).status_code == 200
    client.post("/account/lock/now/")
    assert key.used_at(client, "/account/lock/passkey/").status_code == 422
    assert other.used_at(client, "/account/lock/passkey/").status_code == 422
    for typed in (WRONG, "11111111", "AAAA-BBBB-CCCC-DDDD", WRONG, WRONG):
        answer = client.post("/account/lock/", {"secret": typed})
    assert answer.status_code == 429
    assert kinds(lines) == []

    note(Kind.PASSWORD_FAILED)
    assert kinds(lines) == ["password_failed"]
