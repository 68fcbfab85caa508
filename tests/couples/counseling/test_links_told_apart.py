"""A counselor knows to whom she gave which link, nobody else does; and no page about links is a dead end."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from couples.accounts import users
from couples.counseling import labels, links
from couples.counseling.models import Counseling, CounselorProfile
from couples.keys import data_keys
from tests.cast import with_second_step
from tests.couples.counseling.reading import signed_in, text

pytestmark = pytest.mark.django_db
HERE = "/counselor/couples/"
HEADINGS = {HERE: r'<h3 id="title-\d" dir="auto">(.*?)</h3>', "/counsel/": r'<a dir="auto" .*?>(.*?)</a>'}
LABEL = "The two with the blue bicycle"


@pytest.fixture
def casey(casey):
    CounselorProfile.objects.create(user=casey, practice="North Street", confidences="A rule.")
    return casey


def make(casey, label: str) -> Counseling:
    before = {link.pk for link in links.open_links(casey)}
    assert signed_in(casey).post(HERE, {"label": label}).url == HERE
    (made,) = [link for link in links.open_links(casey) if link.pk not in before]
    return made


def test_each_open_link_has_a_heading_of_its_own_here_and_at_home(casey):
    several = {make(casey, label).pk: label for label in (LABEL, "", "J. & M.", "")}
    for path, heading in HEADINGS.items():
        page = signed_in(casey).get(path).content.decode()
        assert [unescape(one) for one in re.findall(heading, page)] == ["Link 4", "J. & M.", "Link 2", LABEL]
        assert all(f"link-{pk}" in page for pk in several)
        assert "UTC" not in page


def test_each_open_link_can_be_copied_and_scanned(casey):
    for label in ("one", "two"):
        make(casey, label)
    page = signed_in(casey).get(HERE).content.decode()
    assert page.count("data-share") == page.count("data-copy>") + page.count("data-copy aria") == 2
    assert page.count("data:image/svg+xml") == 2


def test_a_label_that_is_too_long_is_refused_and_kept(casey):
    answer = signed_in(casey).post(HERE, {"label": "x" * (labels.MAX_LABEL_LENGTH + 1)})
    assert answer.status_code == 422
    assert "x" * (labels.MAX_LABEL_LENGTH + 1) in answer.content.decode()
    assert not links.open_links(casey)


def test_nobody_else_reads_the_label_and_the_database_does_not_hold_it(casey, couple, alex, client):
    link = make(casey, LABEL)
    path = f"/counseling/{links.token_of(link)}/"
    assert LABEL not in text(client.get(path)) + text(signed_in(alex).get(path))
    with connection.cursor() as cursor:
        cursor.execute("select * from couples_counseling")
        rows = [[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor]
    assert "bicycle" not in str(rows)


def test_a_label_moved_to_another_link_or_without_its_key_is_none(casey):
    one, two = make(casey, LABEL), make(casey, "another")
    one.sealed_label = two.sealed_label
    assert labels.of(casey, [one, two]) == {one.pk: "", two.pk: "another"}
    data_keys.destroy(casey.pk)
    assert labels.of(casey, [two]) == {two.pk: ""}


def test_the_page_of_links_lists_no_couple_and_ends_none(linked, casey):
    """They are on the page of her couples, and each link is ended from its own page."""
    page = signed_in(casey).get(HERE).content.decode()
    assert "Alex" not in page
    assert "/end/" not in page
    assert (
        f"/counsel/couples/{linked.pk}/"
        in signed_in(casey).get(f"/counseling/{linked.pk}/end/").content.decode()
    )


def visitor(who: str, request) -> Any:
    if who == "signed out":
        return Client()
    if who == "another counselor":
        return signed_in(with_second_step(users.create("dana@example.org", "Dana", is_counselor=True)))
    return signed_in(request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("who", "may_accept"),
    [("signed out", False), ("drew", False), ("alex", True), ("another counselor", False), ("casey", False)],
)
def test_whoever_opens_a_link_can_accept_or_has_a_way_on(couple, casey, request, who, may_accept):
    path, client = f"/counseling/{links.token_of(links.invite(casey))}/", visitor(who, request)
    main = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
    assert ('value="accept"' in main) is may_accept
    ways = [unescape(way) for way in re.findall(r'<a class="btn[^"]*" href="([^"]+)"', main)]
    assert bool(ways) is not may_accept
    for way in ways:
        answer = client.get(way, follow=True)
        assert answer.status_code == 200, way
        assert "<form" in answer.content.decode() or who in ("casey", "another counselor"), way


def test_who_signs_up_by_a_counselors_invitation_is_not_spoken_to_as_a_partner(client):
    page = text(client.get("/account/signup/?next=/counselor/invitation/x/"))
    assert "partner" not in page.split("Create an account")[-1].lower()
