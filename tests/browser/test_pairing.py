"""Two people become a couple and find a time, on pages that change by themselves: by link, by digits, by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from couples.accounts import users
from tests.browser.people import Partner, let_in
from tests.browser.test_keyboard import goes_to, presses
from tests.servers import App


@contextmanager
def somebody(name: str, browser: Browser, app: App, **options: object) -> Iterator[Partner]:
    """A person with an account and no partner, signed in, in a browser of their own that complains about nothing."""
    person = Partner(name, browser, app, **options)
    let_in(person.context, users.create(f"{name.lower()}@example.net", name), at(person, "/"))
    person.page.goto(at(person, "/"))
    yield person
    complaints = person.watch.complaints()
    person.leaves()
    assert not complaints, "\n".join(complaints)


def at(person: Partner, path: str) -> str:
    """Both on one host, as real people are, so that a link of one opens for the other."""
    return person.app.url(path)


@pytest.fixture
def two(browser: Browser, house: list[App], transactional_db: None) -> Iterator[tuple[Partner, Partner]]:
    with somebody("Kim", browser, house[0]) as kim, somebody("Lee", browser, house[0]) as lee:
        yield kim, lee


def looks_again(person: Partner) -> None:
    person.page.goto(at(person, "/"))


def presses_until(person: Partner, button: str, sentence: str) -> None:
    presses(person, button)
    person.reads(sentence)


def test_by_link_and_keyboard_two_people_become_a_couple_and_find_a_time(
    two: tuple[Partner, Partner],
) -> None:
    kim, lee = two
    presses_until(kim, "Make a link", "It works once")
    link = kim.box("The link").input_value()
    kim.context.grant_permissions(["clipboard-read", "clipboard-write"])
    kim.box("Your words to go with it").fill("Have a look?")
    kim.page.wait_for_load_state("networkidle")  # the scripts are there: what is pressed before does nothing
    presses_until(kim, "Copy words and link", "Copied.")
    assert kim.page.evaluate("navigator.clipboard.readText()") == f"Have a look?\n{link}"
    lee.page.goto(link)
    lee.at("Kim invites you")
    lee.reads("What would be shared")
    presses(lee, "Accept")
    lee.at("You said yes")
    lee.reads("You can start once Kim has confirmed that it’s you")
    kim.reads("Lee accepted. Is this the person you invited?")
    presses(kim, "Yes, this is them")
    kim.at("You and Lee")
    lee.at("You and Kim")
    find_a_time(kim, lee)


def find_a_time(kim: Partner, lee: Partner) -> None:
    presses_until(kim, "Suggest a time", "The time above is in this time zone")
    day = timezone.now() + timedelta(days=2)
    goes_to(kim, "Day")
    kim.page.keyboard.type(day.strftime("%m%d%Y"))
    goes_to(kim, "Time")
    kim.page.keyboard.type("0630PM")
    presses(kim, "Suggest this time")
    kim.reads("You suggested")
    lee.reads("Kim suggests")
    presses_until(lee, "Yes", "Calendar file")
    lee.reads("18:30 (UTC)")
    presses_until(lee, "E-mail me an hour before", "You will get one e-mail about an hour before")
    kim.page.reload()
    kim.reads("Appointment", "18:30 (UTC)", "E-mail me an hour before")
    with kim.page.expect_download() as download:
        presses(kim, "Calendar file")
    assert "SUMMARY:Appointment" in download.value.path().read_text()
    expect(kim.page.get_by_text("Lee can’t see whether you asked for it")).to_be_visible()


def test_by_digits_a_page_opens_before_any_account_and_a_slip_is_told_at_the_field(
    browser: Browser, house: list[App], transactional_db: None
) -> None:
    with somebody("Kim", browser, house[0]) as kim:
        presses_until(kim, "Make a link", "It works once")
        presses_until(kim, "Make an eight-digit code", "It works once")
        digits = kim.page.locator(".read-aloud").inner_text()
        kim.opens("In the same room")
        picture = kim.page.get_by_role("img", name="QR code")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth > 0")
        guest = Partner("Guest", browser, house[0])
        guest.watch.forgive("status of 422")
        guest.page.goto(at(guest, "/"))
        presses_until(guest, "Enter it here", "If someone read you a code")
        goes_to(guest, "The eight-digit code")
        guest.page.keyboard.type("1234")
        guest.page.keyboard.press("Enter")
        guest.reads("That code isn’t valid")
        expect(guest.box("The eight-digit code")).to_have_value("1234")
        guest.box("The eight-digit code").fill(f" {digits[:4]}-{digits[5:]} ")
        guest.page.keyboard.press("Enter")
        guest.at("Kim invites you")
        presses(guest, "Decline")
        guest.at("You said no")
        looks_again(kim)
        kim.reads("Your invitation is open until")
        assert not guest.watch.complaints()
        guest.leaves()


@pytest.mark.long
def test_without_a_script_it_is_the_same(browser: Browser, house: list[App], transactional_db: None) -> None:
    plain = {"java_script_enabled": False}
    with (
        somebody("Kim", browser, house[0], **plain) as kim,
        somebody("Lee", browser, house[0], **plain) as lee,
    ):
        kim.presses("Make a link")
        kim.presses("Make an eight-digit code")
        digits = kim.page.locator(".read-aloud").inner_text()
        lee.follows("Enter it here")
        lee.writes("The eight-digit code", digits)
        lee.presses("See the invitation")
        lee.presses("Accept")
        looks_again(kim)
        kim.presses("Yes, this is them")
        kim.at("You and Lee")
        kim.follows("Suggest a time")
        kim.page.get_by_label("Day").fill(str((timezone.now() + timedelta(days=2)).date()))
        kim.page.get_by_label("Time", exact=True).fill("18:30")
        kim.page.get_by_label("Time zone", exact=True).select_option("Asia/Kolkata")
        kim.presses("Suggest this time")
        kim.reads("18:30 (Asia/Kolkata)")
        looks_again(lee)
        lee.reads("13:00 (UTC)")
        lee.presses("Not now")
        looks_again(kim)
        kim.reads("That is a complete answer")
