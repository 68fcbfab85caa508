"""What a proxy says of a visitor counts from the operator's proxies alone, whatever the visitor writes before it."""

from ipaddress import ip_network
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIRequest
from django.test import override_settings

from config.checks import connections_are_encrypted, proxies_are_named
from config.edge.bounds import NOT_COUNTED, counted_address
from config.edge.proxies import Forwarded, is_of_this_machine, readable
from config.origin import OwnPagesOnly

PROXY, VISITOR, STRANGER = "10.0.3.1", "203.0.113.9", "198.51.100.7"
TRUSTED = tuple(readable(["127.0.0.1", "::1", "10.0.3.0/24"]))
Headers = list[tuple[str, str]]


async def seen(peer: str | None, headers: Headers, kind: str = "http") -> tuple[str | None, str]:
    """The address and the scheme that the application is given."""
    found: list[Any] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        found.append(scope)

    await Forwarded(inner, TRUSTED)(scope_of(peer, headers, kind), None, None)
    client = found[0]["client"]
    return client and client[0], found[0]["scheme"]


def scope_of(peer: str | None, headers: Headers, kind: str = "http") -> dict[str, Any]:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scheme = "ws" if kind == "websocket" else "http"
    return {"type": kind, "scheme": scheme, "client": peer and (peer, 4711), "headers": raw}


def chain(*said: str) -> Headers:
    return [("x-forwarded-for", one) for one in said]


@pytest.mark.parametrize("peer", [STRANGER, "10.0.4.1", "::ffff:198.51.100.7", "a file", None])
async def test_from_anywhere_else_neither_header_counts(peer: str | None) -> None:
    assert await seen(PROXY, [*chain(VISITOR), ("x-forwarded-proto", "https")]) == (VISITOR, "https")
    assert await seen(peer, [*chain(VISITOR), ("x-forwarded-proto", "https")]) == (peer, "http")


@pytest.mark.parametrize(
    "headers",
    [
        chain(VISITOR),
        chain(f"{STRANGER}, {VISITOR}"),
        chain(STRANGER, VISITOR),
        chain(f"garbage, 127.0.0.1, {VISITOR}, 10.0.3.7"),
        chain(f" {VISITOR} ,127.0.0.1"),
        chain(f"{VISITOR}:4711"),
        chain(f"::ffff:{VISITOR}"),
        chain(f"[::ffff:{VISITOR}]:4711"),
    ],
)
async def test_the_last_address_counts_that_is_no_trusted_proxy(headers: Headers) -> None:
    assert await seen(PROXY, headers) == (VISITOR, "http")
    assert await seen(f"::ffff:{PROXY}", headers) == (VISITOR, "http")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        chain(""),
        chain(f"{VISITOR}, garbage"),
        chain(f"{VISITOR},"),
        chain(f"{VISITOR}, 203.0.113.09"),
        chain(f"{VISITOR}, fe80::1%eth0"),
        chain(f"{VISITOR}, unknown, 10.0.3.7"),
        chain(f"{VISITOR}, 1.2.3.4:a"),
        chain("10.0.3.7"),
    ],
)
async def test_behind_garbage_it_is_the_proxy_itself(headers: Headers) -> None:
    assert await seen(PROXY, headers) == (PROXY, "http")


@pytest.mark.parametrize(
    ("said", "scheme"),
    [
        (["https"], "https"),
        (["HTTPS"], "https"),
        (["http", "https"], "https"),
        (["https", "http"], "http"),
        (["https, http"], "http"),
        (["ftp"], "http"),
        (["https;"], "http"),
        ([""], "http"),
    ],
)
async def test_what_the_nearest_proxy_says_of_the_scheme_counts(said: list[str], scheme: str) -> None:
    assert (await seen(PROXY, [("x-forwarded-proto", one) for one in said]))[1] == scheme


async def test_a_page_served_over_https_by_a_proxy_may_open_its_socket() -> None:
    page = [("host", "localhost"), ("origin", "https://localhost"), ("x-forwarded-proto", "https")]

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "opened"})

    for peer, answer in ((PROXY, "opened"), (STRANGER, "websocket.close")):
        asked = ApplicationCommunicator(
            Forwarded(OwnPagesOnly(inner), TRUSTED), scope_of(peer, page, "websocket")
        )
        assert (await asked.receive_output())["type"] == answer


async def test_django_takes_it_for_the_visitors_own_connection() -> None:
    asked: list[ASGIRequest] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        asked.append(ASGIRequest(scope | {"path": "/", "method": "GET", "query_string": b""}, None))

    headers = [*chain(VISITOR), ("x-forwarded-proto", "https")]
    for peer in (PROXY, STRANGER):
        await Forwarded(inner, TRUSTED)(scope_of(peer, headers), None, None)
    assert [(one.META["REMOTE_ADDR"], one.is_secure()) for one in asked] == [
        (VISITOR, True),
        (STRANGER, False),
    ]


def test_a_proxy_holds_as_many_connections_as_it_needs(monkeypatch) -> None:
    monkeypatch.setattr("config.edge.proxies.is_trusted.__defaults__", (TRUSTED,))
    assert counted_address((PROXY, 1)) == NOT_COUNTED
    assert counted_address((STRANGER, 1)) == STRANGER


@pytest.mark.parametrize(
    ("peer", "is_here"), [("127.0.0.1", True), ("::ffff:127.0.0.1", True), ("::1", True), (PROXY, False)]
)
def test_this_machine_is_known_by_the_connection(peer: str, is_here: bool) -> None:
    assert is_of_this_machine((peer, 1)) is is_here
    assert not is_of_this_machine(None)


@pytest.mark.parametrize(
    "wrong", ["0.0.0.0/0", "::/0", "0.0.0.0/1", "*", "proxy.example", "10.0.3.1/24", "", "127.0.0.1 10.0.3.1"]
)
def test_what_cannot_be_trusted_is_refused(wrong: str) -> None:
    with override_settings(TRUSTED_PROXIES=["127.0.0.1", wrong]):
        (message,) = proxies_are_named(None)
    assert message.id == "counterpoint.E007"
    assert list(readable(["127.0.0.1", wrong])) == [ip_network("127.0.0.1")]


def test_the_old_name_is_refused_with_what_to_write_instead(monkeypatch) -> None:
    with override_settings(TRUSTED_PROXIES=["127.0.0.1", "fd00::/8", "10.0.0.0/8"]):
        assert proxies_are_named(None) == []
        monkeypatch.setenv("ALLAUTH_TRUSTED_PROXY_COUNT", "1")
        (message,) = proxies_are_named(None)
    assert message.id == "counterpoint.E008"
    assert "TRUSTED_PROXIES=" in str(message.hint)


@pytest.mark.parametrize(
    ("changed", "certificate", "refused"),
    [
        ({}, "", True),
        ({}, "here.pem", False),
        ({"TRUSTED_PROXIES": ["127.0.0.1"]}, "", False),
        ({"SECURE_SSL_REDIRECT": False}, "here.pem", True),
        ({"ALLOWED_HOSTS": ["localhost"]}, "", False),
        ({"LOCAL": True}, "", False),
    ],
)
def test_https_must_end_somewhere(changed: dict, certificate: str, refused: bool, monkeypatch) -> None:
    monkeypatch.setenv("UVICORN_SSL_CERTFILE", certificate)
    usual = {"LOCAL": False, "ALLOWED_HOSTS": ["counterpoint.example"], "TRUSTED_PROXIES": []}
    with override_settings(**usual | {"SECURE_SSL_REDIRECT": True} | changed):
        found = [message.id for message in connections_are_encrypted(None)]
    assert found == (["counterpoint.E009"] if refused else [])
