"""What Casey does by keyboard in her own part of the site, from the operator's mail to the brief; knows no test."""

import re
import subprocess
import sys
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_accounts import PASSWORD, found_in_mail
from tests.browser.typist import Typist
from tests.couples.accounts.signing_in import app_code
from tests.couples.counseling.test_from_one_link import LABEL
from tests.servers import ROOT, App

BOTH = re.compile("Alex and Blair|Blair and Alex")
INVITED = "You are invited to be a counselor here"
TITLE = "After the holidays"


def is_invited(casey: Typist, app: App) -> str:
    """By the operator's command; returns the link in the mail."""
    command = [sys.executable, "manage.py", "invite_counselor", casey.mail, "--mail", "--site", app.url("")]
    subprocess.run(command, cwd=ROOT, env=app.env, check=True, capture_output=True)
    return found_in_mail(casey.mail, casey.since, r"http\S+/counselor/invitation/\S+")


def becomes_a_counselor(casey: Typist, link: str) -> str:
    """Returns the key that her authenticator app holds now."""
    casey.page.goto(link)
    casey.at(INVITED)
    casey.looks("journey-1-invited")
    casey.signs_up()
    casey.at(INVITED)
    casey.writes("Name of your practice", "North Street")
    casey.writes("How soon you answer", "By the next evening.")
    casey.looks("journey-2-profile")
    casey.presses("Become a counselor")
    casey.at("Two-step sign-in")
    casey.looks("journey-3-second-step")
    casey.follows("Set up an app")
    casey.at("Please confirm it’s you")
    casey.fills("Your password", PASSWORD)
    casey.presses("Go on")
    casey.at("Set up an authenticator app")
    key = casey.page.locator(".own-key").inner_text()
    casey.types(casey.page.get_by_role("main").get_by_role("textbox"), app_code(key))
    casey.looks("journey-4-app")
    casey.presses("Use this app")
    casey.at("Recovery codes")
    casey.looks("journey-5-codes")
    return key


def signs_in(casey: Typist, key: str, days_later: int) -> None:
    casey.signs_in()
    casey.at("The second step")
    casey.types(casey.page.get_by_role("main").get_by_role("textbox"), app_code(key, days_later))
    casey.presses("Sign in")
    casey.at("My couples")


def makes_a_link(casey: Typist) -> str:
    casey.goes_home()
    casey.at("My couples")
    casey.looks("journey-6-no-couple")
    casey.follows("Invite a couple")
    casey.writes("Who is it for?", LABEL)
    casey.presses("Make a link")
    casey.at(LABEL)
    return casey.box("The link").input_value()


def writes_a_programme(casey: Typist, items: tuple[tuple[str, str, str, str], ...]) -> None:
    casey.goes_home()
    casey.looks("journey-7-linked")
    casey.follows("Programmes")
    casey.writes("Title", TITLE)
    casey.presses("Write a new one")
    for exercise, when, days, topic in items:
        casey.at(TITLE)
        casey.follows("Add an exercise")
        casey.selects("Exercise", exercise)
        casey.picks(casey.group("When"), when)
        if days:
            casey.types(casey.page.get_by_role("spinbutton", name="How many days"), days)
        casey.writes("What it could be about", topic)
        casey.presses("Add")
    casey.at(TITLE)
    casey.looks("journey-8-programme")


def starts_it(casey: Typist) -> None:
    casey.follows(BOTH)
    casey.presses("Start")
    casey.reads("Started. Both find what comes first", "with them now")
    casey.looks("journey-9-started")


def sets_a_time(casey: Typist) -> None:
    casey.goes_home()
    casey.follows("Set a time")
    casey.types(
        casey.page.get_by_label("Day of the next meeting"), f"{timezone.now() + timedelta(days=1):%m%d%Y}"
    )
    casey.types(casey.page.get_by_label("Time", exact=True), "0630PM")
    casey.ticks(casey.page.get_by_label("Both partners see this time"))
    casey.looks("journey-10-a-time")
    casey.presses("Save")
    casey.at("My couples")
    casey.reads("both see it")


def is_with_the_couple(casey: Typist) -> None:
    casey.goes_home()
    casey.follows(BOTH)
    expect(casey.page.get_by_role("heading", level=1)).to_have_text(BOTH)


def reads_the_brief(casey: Typist, *sentences: str) -> None:
    is_with_the_couple(casey)
    casey.follows("Before you meet: the brief")
    casey.reads("In short", *sentences)
    casey.looks("journey-11-brief")
