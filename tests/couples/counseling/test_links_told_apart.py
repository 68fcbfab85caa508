"""A counselor knows to whom she gave which link, nobody else does; and no page about links is a dead end."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from couples.accounts import users
from couples.counseling import labels, links, links_over
from couples.counseling.models import Counseling, CounselingAcceptance, CounselorProfile
from couples.facts import holding
from couples.keys import data_keys
from tests.cast import with_second_step
from tests.couples.counseling.reading import signed_in, text

pytestmark = pytest.mark.django_db
HERE = "/counselor/couples/"
LABELED = r'<a href="/counselor/couples/[^"]+"><span dir="auto">(.*?)</span>'
LABEL = "The two with the blue bicycle"


@pytest.fixture
def casey(casey):
    CounselorProfile.objects.create(user=casey, practice="North Street", confidences="A rule.")
    return casey


def make(casey, label: str) -> Counseling:
    before = {link.pk for link in links.open_links(casey)}
    answer = signed_in(casey).post(HERE, {"label": label})
    (made,) = [link for link in links.open_links(casey) if link.pk not in before]
    assert answer.url == f"{HERE}{made.pk}/"
    return made


def test_each_of_eleven_links_is_found_by_its_label_here_and_at_home(casey):
    several = {make(casey, f"{number}. {LABEL}").pk: f"{number}. {LABEL}" for number in range(11)}
    for path in (HERE, "/counsel/"):
        page = signed_in(casey).get(path).content.decode()
        assert [unescape(one) for one in re.findall(LABELED, page)] == list(several.values())[::-1]
        assert "UTC" not in page
    for pk, label in several.items():
        page = signed_in(casey).get(f"{HERE}{pk}/").content.decode()
        assert label in unescape(page.split("<h1>")[1].split("</h1>")[0])
        assert links.token_of(Counseling.objects.get(pk=pk)) in page


def test_a_link_needs_a_label_and_an_older_one_without_is_called_by_its_time(casey):
    assert signed_in(casey).post(HERE, {"label": " "}).status_code == 422
    links.invite(casey)
    assert "Link of " in signed_in(casey).get(HERE).content.decode()


def test_a_link_can_be_copied_with_her_own_words_and_scanned(casey):
    link = make(casey, LABEL)
    page = signed_in(casey).get(f"{HERE}{link.pk}/").content.decode()
    assert page.count("data-share>") == page.count("data-copy>") == page.count("data-words") == 1
    assert page.count("data:image/svg+xml") == 1
    assert (
        "<form" not in page.split("data-share>")[1].split("</section>")[0]
    )  # what she writes is sent nowhere


def test_she_sees_which_links_are_open_linked_and_run_out_and_nothing_between(casey, couple, alex, blair):
    page = lambda: signed_in(casey).get(HERE).content.decode().split("</form>")[1]  # noqa: E731
    link = make(casey, LABEL)
    before = page()
    assert "open until" in before
    links.accept(link, alex, 1)
    assert page() == before
    links.accept(link, blair, 1)
    assert "open until" not in page()
    assert f"{LABEL}</span>" in page()
    assert "Alex and Blair, linked since" in page()
    assert "ran out on" not in page()


def run_out(link: Counseling) -> None:
    Counseling.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def test_a_link_that_has_run_out_is_renewed_with_its_label_and_another_address(casey, couple, alex, blair):
    old = make(casey, LABEL)
    links.accept(old, alex, 1)
    Counseling.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    client = signed_in(casey)
    assert "ran out on" in client.get(HERE).content.decode()
    assert "Renew it" in client.get(f"{HERE}{old.pk}/").content.decode()
    answers = [client.post(f"{HERE}{old.pk}/renew/", {"id": "the form"}) for _twice in range(2)]
    (new,) = links.open_links(casey)
    assert answers[0].url == f"{HERE}{new.pk}/"
    assert labels.of(casey, [new]) == {new.pk: LABEL}
    assert links.token_of(new) != links.token_of(old)
    assert "ran out on" not in client.get(HERE).content.decode()
    assert links.accept(new, blair, 1).linked_at is None  # what Alex accepted by the old one is over
    assert "used or canceled" in client.get(f"{HERE}{old.pk}/", follow=True).content.decode()


def test_an_open_link_is_not_renewed_and_nobody_elses_is_found(casey, alex, couple):
    link, dana = make(casey, LABEL), users.create("dana@example.org", "Dana", is_counselor=True)
    token = links.token_of(link)
    assert signed_in(casey).post(f"{HERE}{link.pk}/renew/").url == f"{HERE}{link.pk}/"
    assert links.find(token)
    run_out(link)
    own_row = links.accept(make(casey, "another"), alex, 1)  # which belongs to the couple
    for person, pk in ((with_second_step(dana), link.pk), (alex, link.pk), (casey, own_row.pk)):
        for way in ("", "renew/", "take-back/"):
            client = signed_in(person)
            answer = client.get(f"{HERE}{pk}/") if not way else client.post(f"{HERE}{pk}/{way}")
            assert answer.status_code == 404, (person, way)
    assert len(links_over.run_out(casey)) == 1


def test_twenty_open_links_leave_no_room_to_renew_one(casey):
    old = make(casey, LABEL)
    run_out(old)
    for number in range(links.MAX_OPEN_LINKS):
        links.invite(casey, label=str(number))
    page = signed_in(casey).post(f"{HERE}{old.pk}/renew/", follow=True).content.decode()
    assert "Cancel one first" in page
    assert links_over.run_out(casey) == [old]


def test_a_link_that_nobody_renewed_is_deleted_with_what_was_accepted_by_it(casey, couple, alex):
    old, kept = make(casey, LABEL), make(casey, "another")
    links.accept(old, alex, 1)
    long_ago = timezone.now() - links_over.LINKS_SHOWN_FOR
    Counseling.objects.exclude(pk=kept.pk).update(expires_at=long_ago)
    assert links_over.run_out(casey) == []
    assert links_over.forget_over() == 3
    assert list(Counseling.objects.all()) == [kept]
    assert not CounselingAcceptance.objects.exists()
    assert holding.who_hold({alex.pk, casey.pk}) == {alex.pk, casey.pk}


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


def test_the_page_of_links_ends_none(linked, casey):
    """Each link is ended from its own page."""
    assert "/end/" not in signed_in(casey).get(HERE).content.decode()
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
    [("signed out", False), ("alex", True), ("another counselor", False), ("casey", False)],
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
