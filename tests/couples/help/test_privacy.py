"""The privacy page: the operator's part from a file, plainly missing without one, and an error of `check --deploy`."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.test import Client

from config import checks
from couples.help import privacy_notice
from tests.couples.counseling.reading import signed_in

pytestmark = pytest.mark.django_db
WHOLE = {
    "operator": "North Street Practice",
    "contact": "privacy@practice.example",
    "kept_at": "In Ireland, on our own machines",
    "others": "Nobody",
    "rights": "Article 15 and <b>others</b>",
    "authority": "The Commission",
    "backup_days": 21,
    "key_backup_days": 3,
    "updated": "2026-11-25",
}


@pytest.fixture
def written(tmp_path, settings):
    """A file with the whole notice, but for these changes."""

    def write(**changed):
        found = {**WHOLE, **changed}
        settings.PRIVACY_FILE = str(tmp_path / f"{len(list(tmp_path.iterdir()))}.yaml")
        lines = [
            f"{key}: {'' if value is None else value}" for key, value in found.items() if value != "away"
        ]
        Path(settings.PRIVACY_FILE).write_text("\n".join(lines))

    return write


def page():
    return Client().get("/privacy/").content.decode()


def errors():
    return [one.id for one in checks.privacy_can_be_shown(None)]


def test_without_the_operators_part_it_says_so_plainly_and_the_software_still_says_its_own():
    assert "has not completed this page" in page()
    assert "four weeks" in page() or "thirty days" in page()
    assert "North Street" not in page()


def test_completed_it_says_who_where_how_long_and_how(written):
    written()
    assert errors() == []
    shown = page()
    for said in ("North Street Practice", "privacy@practice.example", "Ireland", "Nobody", "The Commission"):
        assert said in shown
    assert "three weeks" in shown
    assert "three days" in shown
    assert "25 November 2026" in shown
    assert "&lt;b&gt;others" in shown
    assert "not completed" not in shown


COOKIES = {
    "BESIDE": "there is a fifth, for the part of the one who got it",
    "SESSION": "sign-in",
    "CSRF": "safety of forms",
    "LANGUAGE": "language",
    "DEVICE": "this device from others",
}


def test_every_cookie_that_is_set_anywhere_is_named():
    theirs = {one.removesuffix("_COOKIE_NAME") for one in dir(configured) if one.endswith("_COOKIE_NAME")}
    assert theirs == COOKIES.keys()
    assert "There are four cookies" in page()
    assert all(words in page() for words in COOKIES.values())


UNFINISHED = [{key: None} for key in WHOLE] + [{key: "away"} for key in WHOLE]
WRONG = [{"backup_days": 31}, {"key_backup_days": 8}, {"key_backup_days": -1}, {"backup_days": "many"},
         {"updated": "soon"}, {"operator": 12}, {"more": "words"}]  # fmt: skip


@pytest.mark.parametrize("changed", [*UNFINISHED, *WRONG])
def test_a_file_that_is_unfinished_or_wrong_keeps_the_server_from_starting(written, changed):
    written(**changed)
    assert errors() == ["counterpoint.E004"]


def test_the_example_lists_every_entry_and_is_unfinished(settings):
    settings.PRIVACY_FILE = str(privacy_notice.EXAMPLE)
    assert (
        set(re.findall(r"^(\w+):$", privacy_notice.EXAMPLE.read_text(), re.MULTILINE)) == privacy_notice.KEYS
    )
    assert errors() == ["counterpoint.E004"]
    settings.PRIVACY_FILE = "/nowhere/privacy.yaml"
    assert errors() == ["counterpoint.E004"]


def test_unfinished_fails_check_deploy_and_nothing_else(settings, written):
    def found(deploy):
        return [one.id for one in run_checks(include_deployment_checks=deploy) if one.is_serious()]

    settings.LOCAL = False
    assert "counterpoint.E005" in found(deploy=True)
    assert "counterpoint.E005" not in found(deploy=False)
    written()
    assert "counterpoint.E005" not in found(deploy=True)


def test_every_foot_leads_to_it(alex, couple):
    for client in (Client(), signed_in(alex)):
        client.raise_request_exception = False
        for path in (
            "/",
            "/help/",
            "/reading/8/",
            "/example/",
            "/account/login/",
            "/account/",
            "/nowhere/",
            "/alone/",
        ):
            foot = client.get(path, follow=True).content.decode().split("<footer")[1]
            assert 'href="/privacy/"' in foot, path


def test_how_long_an_unused_account_stays_is_said_as_it_is(settings):
    assert "Nothing is erased because you don’t use it" in page()
    settings.UNUSED_ACCOUNT_MONTHS = 18
    assert "18 months is erased, after two e-mails" in " ".join(page().split())


@pytest.mark.parametrize(("months", "wrong"), [(0, False), (11, True), (-1, True), (12, False)])
def test_people_have_time_to_come_back(settings, months, wrong):
    settings.UNUSED_ACCOUNT_MONTHS = months
    assert bool(checks.unused_accounts_have_time(None)) is wrong
