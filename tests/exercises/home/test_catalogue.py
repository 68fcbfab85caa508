"""The catalogue: two taps from a wish to an exercise for it, search and filters that work by address alone."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

from exercises import catalog
from exercises.catalog.aims import AIMS, GROUPS
from exercises.home import finding
from exercises.home.catalogue import offered_to_all
from exercises.home.finding import Wanted, fitting
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.live.rooms import BALANCE, NEED

pytestmark = pytest.mark.django_db
WISHES = {
    "say thank you": "thanks",
    "I need something": "need",
    "we fought": "fought",
    "I want time for myself": "own_time",
    "who does what": "chores",
    "money": "money",
    "I feel far from you": "far",
    "too much leaning": "leaning",
    "a meeting each week": "weekly",
    "I want to calm down first": "calm",
}
"""What somebody comes with, and the aim that says it."""
LINK = re.compile(r'<a (?:class="[^"]*" )?href="([^"]+)"')


def page(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200
    return found.content.decode()


def addresses(html: str) -> list[str]:
    return LINK.findall(html.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize("aim", WISHES.values(), ids=WISHES)
def test_two_taps_lead_to_an_exercise_for_it(couple, alex, aim):
    client = signed_in(alex)
    first = [one for one in addresses(page(client, "/exercises/")) if one.endswith(f"?aim={aim}")]
    assert len(first) == 1
    second = page(client, first[0])
    right = [one for one in offered_to_all() if aim in one.aims]
    assert right
    for definition in right:
        assert definition.title in second
    paths = {line.path for line in client.get(first[0]).context["lines"]}
    assert paths <= set(addresses(second))
    assert len(paths) == len(right)


def test_every_wish_that_is_shown_leads_somewhere_and_every_one_with_an_exercise_is_shown(couple, alex):
    shown = {
        one.partition("?aim=")[2] for one in addresses(page(signed_in(alex), "/exercises/")) if "?aim=" in one
    }
    assert shown == {aim for one in offered_to_all() for aim in one.aims}
    assert set(WISHES.values()) <= set(AIMS)


def test_what_was_not_done_comes_first_and_then_what_is_short():
    everything = offered_to_all()
    found = fitting(everything, Wanted(), {everything[0].slug})
    assert found[-1] is everything[0]
    minutes = [one.minutes for one in found[:-1]]
    assert minutes == sorted(minutes)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"q": "BALANCE lean"}, lambda one: one.slug == BALANCE),
        ({"minutes": "5"}, lambda one: one.minutes <= 5),
        ({"who": "one"}, lambda one: one.for_ == "one"),
        ({"who": "two"}, lambda one: one.for_ == "couple"),
        ({"way": "live"}, lambda one: getattr(one, "way", "apart") != "apart"),
        ({"way": "apart"}, lambda one: getattr(one, "way", "apart") != "live"),
        ({"group": "say"}, lambda one: any(AIMS[aim].group == "say" for aim in one.aims)),
        ({"aim": "no such", "group": "x", "minutes": "7", "way": "y", "who": "z"}, lambda one: True),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_search_and_filters_find_what_fits(asked, fits):
    found = fitting(offered_to_all(), finding.wanted(asked), ())
    expected = [one for one in offered_to_all() if fits(one)]
    if "q" in asked:
        assert {one.slug for one in expected} <= {one.slug for one in found}
        assert len(found) < len(offered_to_all())
    else:
        assert sorted(one.slug for one in found) == sorted(one.slug for one in expected)


def test_nothing_that_fits_says_what_to_do(couple, alex):
    html = page(signed_in(alex), "/exercises/?q=zebra&minutes=5")
    assert "leave out a word or a filter" in html
    assert 'value="zebra"' in html
    assert '<option value="5" selected>' in html


def test_what_was_searched_for_is_shown_as_text(couple, alex):
    html = page(signed_in(alex), "/exercises/?q=%3Cb%3Ehello")
    assert "<b>hello" not in html
    assert "&lt;b&gt;hello" in html


def test_no_line_of_the_log_holds_the_words(couple, alex, caplog):
    caplog.set_level(logging.DEBUG)
    page(signed_in(alex), "/exercises/?q=zebracrossing")
    signed_in(alex).get("/exercises/none/?q=zebracrossing")
    formatter = next(one.formatter for one in logging.getLogger().handlers if one.formatter)
    assert not [record for record in caplog.records if "zebracrossing" in formatter.format(record)]


def test_those_for_one_lead_to_the_private_pages_whoever_looks(couple, alex, blair, drew):
    for user in (alex, blair, drew):
        lines = signed_in(user).get("/exercises/?who=one").context["lines"]
        assert {line.path for line in lines} == {
            "/alone/a/", *(f"/alone/d/{one.address}/" for one in catalog.writings())
        }  # fmt: skip


def test_somebody_alone_is_led_to_the_screens_of_those_for_two(drew):
    client = signed_in(drew)
    assert "/exercises/?aim=need" in page(client, "/exercises/")
    paths = [line.path for line in client.get("/exercises/?who=two").context["lines"]]
    assert f"/exercises/{NEED}/preview/" in paths
    assert client.get(f"/exercises/{NEED}/preview/").status_code == 200


def test_one_with_a_counselor_is_nowhere(couple, alex, monkeypatch):
    definition = catalog.named(BALANCE).model_copy(update={"with_counselor": True})
    others = tuple(one for one in catalog.all_definitions() if one.slug != BALANCE)
    monkeypatch.setattr(catalog, "all_definitions", lambda: (*others, definition))
    client = signed_in(alex)
    assert BALANCE not in page(client, "/exercises/?all")
    assert BALANCE not in page(client, "/exercises/?aim=leaning")
    for what in ("preview/", "paper/", ""):
        assert client.get(f"/exercises/{BALANCE}/{what}").status_code == 404


def test_every_group_has_a_name_and_the_page_a_reason_for_this_week(couple, alex):
    html = page(signed_in(alex), "/exercises/")
    reason = signed_in(alex).get("/exercises/").context["this_week"].says
    assert reason in html
    for key in {AIMS[aim].group for one in offered_to_all() for aim in one.aims}:
        assert GROUPS[key].msgid in html


def test_what_rests_afterwards_says_so_before_it_is_started(couple, alex):
    client = signed_in(alex)
    assert "you can do this again after one week" in page(client, "/exercises/share-out-what-is-good/")
    assert "you can do this again after" not in page(client, f"/exercises/{NEED}/")


def test_favorites_are_two_taps_from_home_whether_or_not_there_are_any(couple, alex):
    client = signed_in(alex)
    assert "/exercises/#favorites-title" in addresses(page(client, "/"))
    for _with_and_without in range(2):
        assert page(client, "/exercises/").count('id="favorites-title"') == 1
        client.post(f"/exercises/{NEED}/favorite/", {"wanted": "yes"})
