"""No link on a counselor’s pages is a dead end: each leads to a page, and each place on a page is there."""

from __future__ import annotations

import re
from html import unescape

import pytest

from couples.counseling import links
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import given, signed_in

pytestmark = pytest.mark.django_db
OWN = re.compile(r"/couns(el|eling|elor)/")


def test_every_link_from_page_to_page_leads_somewhere(linked, lived, casey):
    both_allow(linked)
    given(linked)
    links.invite(casey, label="The two with the blue bicycle")
    client, seen, waiting = signed_in(casey), dict[str, str](), ["/counsel/"]
    while waiting:
        path, _hash, anchor = waiting.pop().partition("#")
        if path not in seen:
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, path
            seen[path] = answer.content.decode()
            found = (unescape(way) for way in re.findall(r'href="([^"]+)"', seen[path]))
            waiting += [path + way if way.startswith("#") else way for way in found if is_own(way)]
        assert not anchor or f'id="{anchor}"' in seen[path], (path, anchor)
    assert {"/counselor/profile/", "/counselor/couples/", f"/counsel/couples/{linked.pk}/assign/"} <= set(
        seen
    )


def is_own(way: str) -> bool:
    return way.startswith("#") or OWN.match(way) is not None
