"""No sentence says in fixed words how long something lasts: it comes from the constant that bounds it."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from couples.accounts import delays
from couples.amounts import length_text, number_text
from couples.counseling import counselors, links
from couples.keys import backups
from couples.lock import state as lock_state
from couples.ratelimits import waits
from tests.config.own_rules import nodes

ROOT = Path(settings.BASE_DIR)
NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|half an?|an)"
)
UNIT = r"(?:second|minute|hour|day|week|month|year)s?"
FIXED = re.compile(rf"\b{NUMBER}[ -]{UNIT}\b|\b(?:within|after|for|in|last) an? {UNIT}\b", re.IGNORECASE)
NO_BOUNDS = {
    "couples/_what_exit_does.html": "five seconds",  # how fast three keys are pressed: static/js/exit.js
    "couples/example.html": "10 minutes",  # an invented session
    "couples/welcome.html": "Three minutes",  # what the definition of the own check-in says
    "private/overview.html": "3 minutes",  # the same
    "private/check_in_read.html": "four weeks",  # advice
    "500.html": "in a minute",  # advice
}
ADVICE = "couples/reading/"
"""Reading pages say how things are between people, not what this site does."""
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}


def templates():
    folder = ROOT / "templates"
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(ADVICE):
            yield name, path.read_text()


def sentences(path):
    """Every translated sentence in a module."""
    for node in nodes(path.read_text()):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def test_templates_take_lengths_of_time_from_their_constants():
    found = {(name, fixed) for name, text in templates() for fixed in FIXED.findall(text)}

    assert found == set(NO_BOUNDS.items())


def test_sentences_in_modules_take_lengths_of_time_from_their_constants():
    apps = (ROOT / "couples", ROOT / "exercises")
    modules = [path for app in apps for path in app.rglob("*.py") if path.name != "amounts.py"]
    found = [(path.name, text) for path in modules for text in sentences(path) if FIXED.search(text)]

    assert found == []


@pytest.mark.parametrize(
    ("page", "sentence", "length"),
    [
        ("for-partners", "when you have not used them for {}", lock_state.LOCK_TIMEOUT),
        ("for-partners", "New ways to sign in take {}", delays.DELAY),
        ("for-partners", "you may have to wait {}", waits.LONGEST_WAIT),
        ("for-partners", "in backups for {}", backups.BACKUP_RETENTION),
        ("for-counselors", "works once, within {}", counselors.COUNSELOR_INVITATION_LIFETIME),
        ("for-counselors", "one link to both; it works for {}", links.LINK_LIFETIME),
        ("operators/people", "works once, within {}", counselors.COUNSELOR_INVITATION_LIFETIME),
        ("operators/backups", "kept for **{} at most**", backups.BACKUP_RETENTION),
        ("operators/settings", "as a fallback for {}", timedelta(seconds=settings.SESSION_COOKIE_AGE)),
    ],
)
def test_the_guides_say_what_the_constants_say(page, sentence, length):
    text = " ".join((ROOT / "docs" / f"{page}.md").read_text().split())

    assert sentence.format(length_text(length)).lower() in text.lower()


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=30), "half an hour"),
        (timedelta(minutes=10), "ten minutes"),
        (timedelta(minutes=1), "one minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=72), "three days"),
        (timedelta(days=14), "two weeks"),
        (timedelta(days=30), "thirty days"),
        (timedelta(seconds=25), "25 seconds"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_whole_unit(length, text):
    assert length_text(length) == text


def test_a_number_without_a_word_stays_in_digits():
    assert (number_text(6), number_text(37)) == ("six", "37")
