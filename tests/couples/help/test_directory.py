"""The services on the help page: read from a file, rejected with a clear message, marked when unchecked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from config.checks import help_can_be_shown
from couples.help import directory

GOOD = """
region: "Somewhere"
emergency: "112"
places:
  - {name: "Line", kind: fear, what: "Listens.", who: "Anyone.", hours: "Always.", phone: "+1 23", checked: DAY}
  - {name: "Site", kind: crisis, what: "Reads.", who: "Men.", hours: "Always.", web: "https://x.example/", checked: DAY}
"""


@pytest.fixture
def shown(tmp_path, settings):
    """The help page with the services of this file."""

    def show(text: str) -> str:
        settings.HELP_FILE = tmp_path / f"{abs(hash(text))}.yaml"
        settings.HELP_FILE.write_text(text)
        assert help_can_be_shown(None) == []
        return Client().get("/help/").content.decode()

    return show


def days_ago(number):
    return str(timezone.now().date() - timedelta(days=number))


@pytest.mark.parametrize("name", directory.regions())
def test_every_region_that_comes_with_counterpoint_is_as_it_must_be(name):
    region = directory.read(directory.FOLDER / f"{name}.yaml")

    assert {service.checked for service in region.services} == {
        None
    }  # only an operator can say that they checked
    if name != "world":
        kinds = {service.kind for service in region.services}
        assert {"fear", "crisis", "own_behavior", "children", "addiction"} <= kinds


@pytest.mark.parametrize("name", ["us", "gb", "au", "ie"])
def test_men_and_lgbtq_people_find_a_service(name):
    kinds = {service.kind for service in directory.read(directory.FOLDER / f"{name}.yaml").services}

    assert {"men", "lgbtq"} <= kinds


def test_the_region_comes_first_and_the_others_can_be_found(settings):
    settings.HELP_REGION = "gb"
    page = Client().get("/help/").content.decode()
    own, _, elsewhere = page.partition("In another country")

    assert "0808 2000 247" in own
    assert "1-800-799-7233" in elsewhere
    assert "0808 2000 247" not in elsewhere


def test_a_fresh_entry_shows_its_day_and_nothing_is_said_about_age(shown):
    page = shown(GOOD.replace("DAY", days_ago(10)))

    assert page.count("Last checked on") == 2
    assert "Not all of these have been checked" not in page
    assert "too long ago" not in page
    assert 'href="tel:+123"' in page


@pytest.mark.parametrize(("day", "says"), [(days_ago(366), "too long ago"), ("", "Not checked yet.")])
def test_an_old_or_unchecked_entry_says_so(shown, day, says):
    page = shown(GOOD.replace("DAY", day))

    assert page.count(says) == 2
    assert "Not all of these have been checked" in page


def test_a_day_in_the_future_is_no_check(shown):
    assert "Not all of these have been checked" in shown(GOOD.replace("DAY", days_ago(-2)))


def test_links_to_the_outside_tell_nobody_where_somebody_came_from(shown):
    links = re.findall(r'<a href="https://[^>]*>', shown(GOOD.replace("DAY", "")))

    assert len(links) > 10
    assert all('rel="noreferrer nofollow"' in link for link in links)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("kind: fear", "kind: love", "entry 1 (Line): `kind` must be one of"),
        (', who: "Men."', "", "entry 2 (Site) lacks who"),
        (', web: "https://x.example/"', "", "entry 2 (Site) needs at least one of phone, text, chat, web"),
        ("https://x", "http://x", "`web` must begin with https://"),
        ("checked: DAY", 'checked: "soon"', "`checked` must be a day such as"),
        ('"+1 23"', "123", "`phone` must be text; put quotes around numbers"),
        ("kind: crisis", "kind: men", "there is no place of the kind crisis"),
        ('emergency: "112"', "", "exactly `region`, `emergency` and `places`"),
        ("hours:", "mood: sad, hours:", "entry 1 (Line) has mood"),
        ("places:", "places: [", "can't be read as YAML"),
    ],
)
def test_a_file_with_a_mistake_stops_the_start_with_a_clear_sentence(
    tmp_path, settings, before, after, sentence
):
    assert before in GOOD
    settings.HELP_FILE = tmp_path / "own.yaml"
    settings.HELP_FILE.write_text(GOOD.replace(before, after).replace("DAY", ""))

    [message] = help_can_be_shown(None)
    assert message.id == "counterpoint.E003"
    assert sentence in message.msg


def test_a_region_that_does_not_exist_stops_the_start_and_names_those_that_do(settings):
    settings.HELP_REGION = "atlantis"

    [message] = help_can_be_shown(None)
    assert "atlantis.yaml" in message.msg
    assert "de, gb" in message.msg


def test_an_operator_is_reminded_of_unchecked_services_in_production_only(settings):
    settings.LOCAL = False

    assert [message.id for message in help_can_be_shown(None)] == ["counterpoint.W001"]
