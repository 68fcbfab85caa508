"""Every page of a couple that lies open on a counselor’s screen closes when she may no longer see what it shows.

The pages are those of the addresses, so that a new one is tried too.
"""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from django.urls import reverse

from couples.counseling import consent, links, scopes
from couples.privacy import leaving
from exercises.counselor.programmes import running
from exercises.counselor.reports import REPORTS
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import given, signed_in
from tests.exercises.counselor.programmes.at_work import started
from tests.exercises.live.rooms import BALANCE
from tests.matrix import asking

pytestmark = pytest.mark.django_db
HERE = "/counsel/couples/<uuid:counseling_id>/"
FORMS = (
    *("assign", "edit_assignment", "start_programme", "add_given", "caseload_entry"),
    *("counselor_marks", "ask_for_scope"),
)
OPEN = re.compile(r'data-still="([^"]+)" data-shown="([^"]*)"')


def pages(linked) -> dict[str, str]:
    """Return the path of each page of a couple, by its name; a report by its scope."""
    one, found = given(linked, BALANCE), {}
    for name, route in asking.addresses():
        if not route.startswith(HERE.lstrip("/")) and not route.startswith(HERE):
            continue
        for scope in [one.scope.value for one in REPORTS] if "scope" in route else [""]:
            known = {
                "counseling_id": linked.pk,
                "scope": scope,
                "assignment_id": one.pk,
                "kind": "json",
                "programme_id": running.of_link(linked).values_list("pk", flat=True).first() or linked.pk,
            }
            args = {key: value for key, value in known.items() if f":{key}>" in route}
            found[f"{name} {scope}".strip()] = reverse(name, kwargs=args)
    return found


def shown_by(client, path: str) -> tuple[str, str] | None:
    """Return what the page at this address asks by itself, and what it says it shows; None if it is no page."""
    answer = client.get(path)
    if answer.status_code in (204, 405) or not answer["Content-Type"].startswith("text/html"):
        return None
    found = OPEN.findall(unescape(answer.content.decode()))
    assert answer.status_code == 200, path
    assert len(found) == 1, path
    assert "js/still.js" in answer.content.decode(), path
    still, shown = found[0]
    return str(still), str(shown)


def asked(client, still: tuple[str, str]) -> int:
    return int(client.get(still[0], headers={"X-Shown": still[1]}).status_code)


def end_now(end: str, linked, blair) -> None:
    if end == "link":
        links.end(linked)
    elif end == "left":
        leaving.leave(blair)
    else:
        consent.withdraw(linked, blair, scopes.find(end))


@pytest.mark.by_turns
@pytest.mark.parametrize("end", [*(one.value for one in scopes.SCOPES), "link", "left"])
def test_a_page_closes_with_what_it_shows_and_no_sooner(linked, casey, blair, end):
    both_allow(linked)
    given(linked)
    started(linked)
    client = signed_in(casey)
    opened = {name: shown for name, path in pages(linked).items() if (shown := shown_by(client, path))}
    assert {"counselor_couple", "assign", *(f"counselor_report {one.scope}" for one in REPORTS)} <= set(
        opened
    )
    assert {asked(client, still) for still in opened.values()} == {204}

    end_now(end, linked, blair)
    for name, still in opened.items():
        is_over = end in ("link", "left") or end in still[1].split()
        assert asked(client, still) == (404 if is_over else 204), name
    assert set(opened["counselor_couple"][1].split()) == {one.value for one in scopes.SCOPES}


def test_without_a_script_a_page_with_something_to_read_is_loaded_again(linked, casey):
    both_allow(linked)
    given(linked)
    started(linked)
    client = signed_in(casey)
    for name, path in pages(linked).items():
        if shown_by(client, path) and name not in FORMS:  # where it would lose what is typed
            assert re.search(
                r'<noscript><meta http-equiv="refresh" content="\d+">', client.get(path).content.decode()
            )


def test_what_a_page_asks_by_itself_is_no_use_of_the_sign_in(linked, casey):
    """Her sign-in ends after half an hour without use, also while a page lies open."""
    client = signed_in(casey)
    still = shown_by(client, pages(linked)["counselor_couple"])
    session = client.session
    session["sign_in"] = before = session["sign_in"] | {"used": time.time() - 600}
    session.save()
    assert asked(client, still) == 204
    assert client.session["sign_in"] == before
    assert client.get(pages(linked)["counselor_couple"]).status_code == 200
    assert client.session["sign_in"]["used"] > before["used"]
