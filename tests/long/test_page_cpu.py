"""No page costs much more CPU than a plain one. Both are measured in turn, so that a slow machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import pytest
from django.urls import reverse

from tests.exercises.page_costs.crowd import Crowd
from tests.exercises.page_costs.pages import PAGES

PLAIN: Final = "help"
MOST: Final = 4.5
"""How many times the CPU of a plain page. The worst has 2.8; rendering two lists of time zones made it 6.6."""
ROUNDS: Final = 4

pytestmark = pytest.mark.django_db(databases="__all__")


def test_no_page_costs_much_more_cpu_than_a_plain_one():
    crowd = Crowd("few", few=3, couples=10)
    asked = [(page, path) for page in PAGES for path in page.paths(crowd)]
    ratios = {(page, path): ratio(crowd, page.who, path) for page, path in asked}
    wrong = [
        f"{page.name} of {page.who}: {found:.1f} times a plain page"
        for (page, _path), found in ratios.items()
        if found > MOST
    ]
    assert not wrong, "\n".join(wrong)


def ratio(crowd: Crowd, who: str, path: str) -> float:
    """Return the least CPU of this page, divided by that of the plain page. The first request of each only warms up."""
    browser, plain = crowd.browser(who), reverse(PLAIN)
    measured = [(cpu(browser.get, path), cpu(browser.get, plain)) for _round in range(1 + ROUNDS)][1:]
    return min(own for own, _plain in measured) / min(plain for _own, plain in measured)


def cpu(get: Callable[[str], object], path: str) -> float:
    before = time.process_time()
    get(path)
    return time.process_time() - before
