"""A secret that was sent is not sent again from the history of a browser, for whoever has the device by then."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.test_accounts import ADDRESS, Kim
from tests.servers import App


@pytest.mark.django_db(transaction=True)
def test_neither_back_nor_a_reload_sends_a_password_again(browser: Browser, house: list[App]) -> None:
    kim = Kim(browser, house[0])
    sent: list[str] = []
    kim.page.on("request", lambda one: sent.append(one.method) if one.is_navigation_request() else None)
    kim.goes_to("/account/login/")
    kim.page.get_by_label("E-mail address").fill(ADDRESS)
    kim.page.get_by_label("Password", exact=True).fill("not the right one")
    kim.presses("Sign in")
    kim.reads("isn’t right")
    assert sent.pop() == "POST"
    kim.page.wait_for_load_state("load")
    kim.page.reload()
    kim.goes_to("/help/")
    kim.page.go_back()
    kim.page.wait_for_load_state("load")
    assert set(sent) == {"GET"}
    kim.leaves()
