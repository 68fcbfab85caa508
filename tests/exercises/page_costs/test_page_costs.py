"""What a page costs does not grow with what there is: every page, with little data and with four times as much."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

import pytest
from django.urls import reverse

from tests import by_turns
from tests.exercises.page_costs import browsers
from tests.exercises.page_costs.crowd import Crowd
from tests.exercises.page_costs.pages import LEADS_ON, PAGES, Page
from tests.matrix import asking

NOTHING: Final = {"uuid": UUID(int=0), "int": 1, "slug": "none", "str": "none"}

pytestmark = pytest.mark.django_db(databases="__all__")


def test_no_page_costs_more_queries_with_four_times_as_much():
    little, much = Crowd("little", few=2, couples=2), Crowd("much", few=8, couples=8)
    seen = {page: (queries(page, little), queries(page, much)) for page in by_turns.now(PAGES)}
    wrong = [
        f"{page.name} of {page.who}: {few} queries, with four times as much {many}, may cost {page.most}"
        for page, (few, many) in seen.items()
        if not few <= many <= few <= page.most
    ]
    assert not wrong, "\n".join(wrong)


def test_there_is_nothing_to_see_where_an_address_leads_on():
    crowd = Crowd("few", few=1, couples=1)
    routes = dict(asking.addresses())
    for name in LEADS_ON:
        found = browsers.signed_in(crowd.alex).get(somewhere(name, routes[name]))
        assert found.status_code in (302, 303, 404), name


def queries(page: Page, crowd: Crowd) -> int:
    """Return the most that this page, or one of its kind, costs."""
    browser = crowd.browser(page.who)
    return max(browsers.queries(browser, path) for path in page.paths(crowd))


def test_every_address_that_answers_a_get_is_counted_or_leads_on(client):
    """A new page needs its row."""
    counted, routes = {page.name for page in PAGES}, dict(asking.addresses())
    routes.pop("None")
    assert counted | LEADS_ON <= set(routes)
    assert counted & LEADS_ON == set()
    others = set(routes) - counted - LEADS_ON
    asked = {name: client.get(somewhere(name, routes[name])).status_code for name in others}
    assert {name for name, status in asked.items() if status != 405} == set()


def somewhere(name: str, route: str) -> str:
    """Return an address of this route that leads to nothing."""
    kinds = re.findall(r"<(\w+):(\w+)>", route)
    return reverse(name, kwargs={name: NOTHING[kind] for kind, name in kinds})
