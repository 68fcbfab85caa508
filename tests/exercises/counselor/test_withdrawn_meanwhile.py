"""A counselor's page does not leave if a consent ended while it was made: it is what it would be a moment later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.signals import template_rendered

from couples.accounts.models import User
from couples.counseling import consent, links, removal, scopes
from couples.privacy import erasure, leaving
from exercises.counselor.reports import REPORTS
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import TOKEN, couple_path, given, reading_path, signed_in
from tests.exercises.live.rooms import LETTER, NEED, opened

pytestmark = pytest.mark.django_db


@contextmanager
def while_it_is_rendered(template: str, act: Callable[[], Any]) -> Iterator[list[str]]:
    """Do this once, when everything has been read and the page begins to be rendered."""
    done: list[str] = []

    def notice(template: Any, **_more: Any) -> None:
        if template.name == wanted and not done:
            done.append(template.name)
            act()

    wanted = template
    template_rendered.connect(notice)
    try:
        yield done
    finally:
        template_rendered.disconnect(notice)


def withdraw_all(linked, blair):
    for scope in scopes.SCOPES:
        consent.withdraw(linked, blair, scope)


WAYS = {
    "withdrawn": withdraw_all,
    "link ended": lambda linked, blair: links.end(linked),
    "left": lambda linked, blair: leaving.leave(blair),
    "erased": lambda linked, blair: erasure.erase(blair),
    "removed": lambda linked, blair: removal.remove(linked.counselor),
    "no counselor": lambda linked, blair: User.objects.filter(pk=linked.counselor.pk).update(
        is_counselor=False
    ),
}
PAGES = {one.scope.value: "counselor/report.html" for one in REPORTS} | {
    "list": "counselor/caseload/couples.html",
    "couple": "counselor/couple.html",
    "assign": "counselor/assignments/assign.html",
    "brief": "counselor/brief.html",
    "brief/print": "counselor/brief_on_paper.html",
    "room": "exercises/threshold.html",
    "session": "exercises/observed.html",
}


def path_of(page, linked, session):
    known = {
        "list": "/counsel/",
        "couple": couple_path(linked),
        "assign": f"{couple_path(linked)}assign/",
        "brief": f"{couple_path(linked)}brief/",
        "brief/print": f"{couple_path(linked)}brief/print/",
        "room": f"/counseling/{linked.pk}/room/",
        "session": f"/sessions/{session}/",
    }
    return known.get(page) or reading_path(linked, page)


CASES = [
    *((page, "withdrawn") for page in PAGES),
    *((page, way) for page in ("answers", "session") for way in WAYS),
    *(("list", way) for way in ("link ended", "left", "erased")),
]


@pytest.mark.by_turns
@pytest.mark.parametrize(("page", "way"), dict.fromkeys(CASES))
def test_what_was_read_before_does_not_leave(lived, linked, couple, alex, blair, page, way):
    both_allow(linked)
    given(linked)
    room = None if page == "room" else opened(couple, alex, blair, NEED).id
    client, path = signed_in(linked.counselor), path_of(page, linked, room)
    before = client.get(path)
    assert before.status_code == 200

    with while_it_is_rendered(PAGES[page], lambda: WAYS[way](linked, blair)) as done:
        meanwhile = client.get(path)
    assert done
    afterwards = client.get(path)
    if way == "removed":  # which also ends her sign-ins
        assert (meanwhile.status_code, afterwards.status_code) == (404, 302)
        return
    assert (meanwhile.status_code, shown(meanwhile)) == (afterwards.status_code, shown(afterwards))
    if (page, way) != ("assign", "withdrawn"):  # which needs the link alone
        assert shown(meanwhile) != shown(before)


def shown(answer) -> str:
    """The page, but for form tokens; nothing for a wrong address, whose bar is that of the person who asked."""
    return "" if answer.status_code == 404 else TOKEN.sub("", answer.content.decode())


@pytest.mark.parametrize("way", ["withdrawn", "link ended"])
def test_the_form_of_an_assignment_acts_once(linked, couple, blair, way):
    """What was sent is stored before the access ended, and nothing of the couple is shown with the answer."""
    both_allow(linked)
    client, path = signed_in(linked.counselor), f"{couple_path(linked)}assign/"
    with while_it_is_rendered("counselor/assignments/assign.html", lambda: WAYS[way](linked, blair)) as done:
        refused = client.post(path, {"exercise": "none such"})
    assert done
    assert refused.status_code == 404


LONG = {"command": "say", "visit": "2", "words": "so " * 200}
ACTS = {
    "looks": lambda client, path: client.get(path),
    "is refused": lambda client, path: client.post(path, LONG),
}


@pytest.mark.parametrize("act", ACTS)
def test_without_reading_along_she_stays_and_what_was_opened_does_not_leave(linked, writing, blair, act):
    both_allow(linked)
    writing.open_the_letter()
    client, path = signed_in(linked.counselor), f"/sessions/{writing.id}/"
    assert LETTER["see"] in ACTS[act](client, path).content.decode()

    with while_it_is_rendered(
        "exercises/observed.html", lambda: consent.withdraw(linked, blair, scopes.OPENED_LIVE)
    ) as done:
        meanwhile = ACTS[act](client, path)
    assert done
    assert meanwhile.status_code == {"looks": 200, "is refused": 422}[act]
    assert LETTER["see"] not in meanwhile.content.decode()


def test_a_page_of_a_refused_act_does_not_leave_if_she_may_not_be_there(linked, writing, blair):
    both_allow(linked)
    client, path = signed_in(linked.counselor), f"/sessions/{writing.id}/"
    client.get(path)
    with while_it_is_rendered("exercises/observed.html", lambda: withdraw_all(linked, blair)) as done:
        assert ACTS["is refused"](client, path).status_code == 404
    assert done


def test_a_link_that_ends_while_her_list_is_read_is_as_none(linked):
    both_allow(linked)
    given(linked)
    client = signed_in(linked.counselor)
    done: list[str] = []

    def end_it(execute, sql, *more):
        if "exercises_assignment" in sql and not done:
            done.append(sql)
            links.end(linked)
        return execute(sql, *more)

    with connection.execute_wrapper(end_it):
        meanwhile = client.get("/counsel/")
    assert done
    assert shown(meanwhile) == shown(client.get("/counsel/"))
