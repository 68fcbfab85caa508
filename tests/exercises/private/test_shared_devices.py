"""On a shared device: no page is kept by a browser, each has a neutral title, and no private field fills itself in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

pytestmark = pytest.mark.django_db
TRIED = {"uuid": str(uuid.UUID(int=7)), "int": "1", "slug": "alex", "str": "something", "path": "a/b"}
SIGN_IN_FIELDS = {
    "email",
    "username",
    "username webauthn",
    "new-password",
    "current-password",
    "one-time-code",
}
PUBLIC_FIELDS = {"nickname", "name", "organization"}


def every_address(patterns=None, before: str = "") -> Iterator[str]:
    """An address for each route but the admin's, with something in the place of each variable."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.namespace != "admin":
                yield from every_address(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: TRIED[found.group(1) or "str"], route)


@pytest.fixture
def visitors(couple, alex, casey, drew):
    clients = [Client() for _ in range(4)]
    for client, person in zip(clients[1:], (alex, casey, drew), strict=True):
        client.force_login(person)
    return clients


def pages(visitors):
    for visitor in visitors:
        for address in every_address():
            if address != "/exit/" and "logout" not in address:
                yield address, visitor.get(address)


def test_the_walk_knows_every_kind_of_variable():
    addresses = list(every_address())

    assert set(TRIED) <= set(get_converters())
    assert "/help/" in addresses
    assert len(addresses) > 15
    assert not [address for address in addresses if "<" in address]


def test_no_page_is_kept_fills_itself_in_or_has_a_title_that_tells(visitors):
    """Elsewhere than in a session, what a browser may fill in is what signs somebody in."""
    allowed = {"off", *SIGN_IN_FIELDS, *PUBLIC_FIELDS}
    seen = 0
    for address, answer in pages(visitors):
        assert "no-store" in answer.headers["Cache-Control"], address
        assert answer.status_code < 500, address
        if "text/html" in answer.headers.get("Content-Type", "") and answer.content:
            page = answer.content.decode()
            assert "<title>Counterpoint</title>" in page, address
            assert 'href="/exit/"' in page, address
            assert 'name="referrer" content="same-origin"' in page, address
            seen += 1
        for field in typed_into(answer.content.decode()):
            filled_in = re.search(r'autocomplete="([^"]*)"', field)
            assert filled_in, f"{address}: {field}"
            assert filled_in.group(1) in allowed, f"{address}: {field}"
    assert seen > 40


def test_a_sign_out_page_is_no_exception(alex):
    client = Client()
    client.force_login(alex)
    answer = client.get("/account/logout/")

    assert "no-store" in answer.headers["Cache-Control"]
    assert "<title>Counterpoint</title>" in answer.content.decode()


def typed_into(page: str) -> list[str]:
    fields = re.findall(r"<(?:textarea|input)\b[^>]*>", page)
    return [
        field for field in fields if not re.search(r'type="(hidden|submit|radio|checkbox|date|file)"', field)
    ]


def test_what_is_typed_in_a_session_is_not_filled_in_by_itself(writing, alex):
    client = Client()
    client.force_login(alex)
    fields = typed_into(client.get(f"/sessions/{writing.id}/").content.decode())

    assert len(fields) >= 4
    assert not [field for field in fields if 'autocomplete="off"' not in field]


def test_exit_is_no_sign_to_the_other(writing, blair):
    """Presence just runs out, as after a lost signal: no event, no change of the lease, no other page for Blair."""
    from exercises.live.models import Lease, RecordedEvent

    alex, other = Client(), Client()
    alex.force_login(writing.alex.user)
    other.force_login(blair)
    page = f"/sessions/{writing.id}/"
    assert alex.get(page).status_code == other.get(page).status_code == 200
    leases = list(Lease.objects.order_by("pk").values())
    records, before = RecordedEvent.objects.count(), writing.blair.page()
    alex.post("/exit/", headers={"sec-fetch-site": "same-origin"})

    assert alex.get(page).status_code == 302
    assert list(Lease.objects.order_by("pk").values()) == leases
    assert RecordedEvent.objects.count() == records
    assert writing.blair.page() == before
