"""Two singles with one link find each other and nobody else: what each says, and what nobody can learn from it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from couples.accounts import name_rules, users
from couples.accounts.models import User
from couples.counseling import links, links_over
from couples.counseling.invitees import answers, standing
from couples.counseling.invitees.models import Invitee
from couples.counseling.invitees.standing import Kind
from couples.counseling.models import Counseling, CounselorProfile
from couples.facts import holding
from couples.pairing import acceptance, membership
from couples.privacy import erasure, leaving
from couples.refused import Refused
from tests import forging
from tests.couples.accounts.signing_in import sign_up
from tests.couples.counseling.reading import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(casey):
    CounselorProfile.objects.create(user=casey, practice="North", confidences="Stays with me.")
    return links.invite(casey)


@pytest.fixture
def path(link):
    return f"/counseling/{links.token_of(link)}/"


def kind(link, person) -> Kind:
    return standing.of(link, person).kind


def named(link, alex, blair) -> None:
    answers.expect(link, alex, "Blair")
    answers.expect(link, blair, "Alex")


def confirmed(link, alex, blair) -> None:
    named(link, alex, blair)
    answers.confirm(link, alex, blair.pk)
    answers.confirm(link, blair, alex.pk)


# What the two do ----------------------------------------------------------------------------------------------------


def test_who_named_each_other_is_asked_and_both_have_to_say_so(link, alex, blair):
    assert kind(link, alex) is Kind.SINGLE
    answers.expect(link, alex, "Blair")
    assert kind(link, alex) is Kind.WAITING
    answers.expect(link, blair, "Alex")
    assert kind(link, alex) is kind(link, blair) is Kind.ASKED
    assert answers.confirm(link, blair, alex.pk) is None
    assert (kind(link, alex), kind(link, blair)) == (Kind.ASKED, Kind.CONFIRMED)
    couple = answers.confirm(link, alex, blair.pk)
    assert couple == membership.couple_of(alex) == membership.couple_of(blair)
    assert kind(link, alex) is kind(link, blair) is Kind.COUPLE


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Blair", " blair "),
        ("Blair M.", "BLAIR"),
        ("Blair", "Blair Miller"),
        ("Zoë", "zoe"),
        ("李雷", "李雷"),
    ],
)
def test_a_name_fits_as_one_has_heard_it(link, alex, name, written):
    blair = users.create("blair2@example.org", name)
    answers.expect(link, alex, written)
    answers.expect(link, blair, "Alex")
    assert kind(link, alex) is kind(link, blair) is Kind.ASKED


def test_another_name_does_not_fit_until_it_is_written_anew(link, alex, blair):
    named(link, alex, blair)
    answers.expect(link, alex, "Bea")
    assert kind(link, alex) is kind(link, blair) is Kind.WAITING
    assert standing.of(link, alex).expected == "Bea"
    blair.write(name="Bea")
    assert kind(link, alex) is kind(link, User.objects.get(pk=blair.pk)) is Kind.ASKED


def test_who_writes_another_name_has_confirmed_nobody(link, alex, blair):
    named(link, alex, blair)
    answers.confirm(link, alex, blair.pk)
    answers.expect(link, alex, "Blair")
    assert answers.confirm(link, blair, alex.pk) is None


def test_nobody_names_themself_the_counselor_names_nobody_and_a_couple_needs_none(
    link, couple, alex, drew, casey
):
    for person, name in ((drew, "drew"), (casey, "Drew"), (alex, "Drew")):
        with pytest.raises(Refused):
            answers.expect(link, person, name)
    assert not Invitee.objects.exists()


def test_names_can_be_tried_ten_times_a_day(link, alex):
    for number in range(answers.NAMED.most):
        answers.expect(link, alex, f"Blair{number}")
    with pytest.raises(Refused):
        answers.expect(link, alex, "Blair")


# Who else holds the link --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("posted", ["the other", "a stranger", "nobody", "themself"])
def test_only_who_was_shown_can_be_confirmed(link, alex, blair, drew, posted):
    answers.expect(link, alex, "Blair")
    answers.expect(link, drew, "Alex")  # whom Alex does not come with
    person = {"the other": blair.pk, "a stranger": drew.pk, "nobody": uuid4(), "themself": alex.pk}[posted]
    with pytest.raises(Refused):
        answers.confirm(link, alex, person)
    assert not Invitee.objects.filter(confirmed__isnull=False).exists()


def test_two_with_the_same_name_stop_the_link(link, alex, blair):
    named(link, alex, blair)
    answers.expect(link, impostor := users.create("else@example.org", "Blair"), "Alex")
    assert kind(link, alex) is Kind.SEVERAL
    for other in (blair, impostor):
        with pytest.raises(Refused):
            answers.confirm(link, alex, other.pk)


def seen(client: Client, path: str, data: dict[str, str] | None = None) -> tuple[Any, ...]:
    """What somebody gets, without what differs each time, and how often the databases were asked."""
    asked: list[str] = []

    def notice(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(notice), connections["keys"].execute_wrapper(notice):
        answer = client.post(path, data) if data else client.get(path)
    page = re.sub(
        r'name="(?:csrfmiddlewaretoken|page[-_]owner)" (?:value|content)="[^"]+"', "", answer.content.decode()
    )
    return answer.status_code, answer.headers.get("Location"), page, len(asked)


THIRD = ("signed out", "has said nothing", "waits for somebody", "in another couple", "the counselor")


def stages(link, alex, blair):
    yield "nobody came"
    answers.expect(link, alex, "Blair")
    yield "one has said yes"
    answers.expect(link, blair, "Alex")
    yield "both have"
    answers.confirm(link, alex, blair.pk)
    yield "one has confirmed"
    answers.confirm(link, blair, alex.pk)
    yield "they are a couple"
    links.accept(link, alex, 1)
    yield "one has accepted the counselor"


@pytest.mark.parametrize("who", THIRD)
def test_a_third_person_with_the_link_learns_nothing(link, path, alex, blair, drew, casey, who):
    """Neither by looking nor by writing names, at any stage: the same bytes and as many queries."""
    client = Client() if who == "signed out" else signed_in(casey if who == "the counselor" else drew)
    if who == "in another couple":
        acceptance.pair(drew, users.create("erin@example.org", "Erin"))
    if who == "waits for somebody":
        answers.expect(link, drew, "Blair")
    looks, writes = [], []
    for _stage in stages(link, alex, blair):
        looks.append(seen(client, path))
        if who in ("has said nothing", "waits for somebody"):
            data = {"answer": "come", "name": "Blair" if who == "waits for somebody" else "Alex"}
            writes.append((seen(client, path, data), seen(client, path)))
        if who == "has said nothing":
            answers.forget(link, drew)
    assert len(set(looks)) == 1
    assert len(set(writes)) <= 1


def test_a_third_person_joins_nothing(link, path, alex, blair, drew):
    answers.expect(link, alex, "Blair")
    answers.expect(link, drew, "Alex")
    client = signed_in(drew)
    for person in (alex, blair):
        assert client.post(path, {"answer": "confirm", "person": str(person.pk)}).status_code == 422
    answers.expect(link, blair, "Alex")
    assert kind(link, alex) is Kind.ASKED
    assert standing.of(link, alex).other == blair
    assert membership.couple_of(drew) is None


# What ends it -------------------------------------------------------------------------------------------------------


def test_declining_is_stored_nowhere_and_changes_nothing_for_the_other(link, path, alex, blair):
    answers.expect(link, alex, "Blair")
    waiting = signed_in(alex)
    before = seen(waiting, path)
    answers_it = signed_in(blair)
    Invitee.objects.create(link=link, person=blair)  # who signed up by the link
    assert answers_it.post(path, {"answer": "decline"}).url == "/counseling/declined/"
    assert not Invitee.objects.filter(person=blair).exists()
    assert seen(waiting, path) == before


@pytest.mark.parametrize("how", ["withdraw", "not them", "erased", "a couple with somebody else"])
def test_who_has_confirmed_sees_no_difference_when_the_other_is_gone(link, path, alex, blair, drew, how):
    named(link, alex, blair)
    answers.confirm(link, blair, alex.pk)
    client = signed_in(blair)
    before = seen(client, path)
    if how == "erased":
        erasure.erase(alex)
    elif how == "a couple with somebody else":
        acceptance.pair(alex, drew)
    else:
        signed_in(alex).post(path, {"answer": how})
    assert seen(client, path) == before
    assert membership.couple_of(blair) is None


def test_what_one_said_before_becoming_a_couple_elsewhere_does_not_come_back(link, alex, blair, drew):
    named(link, alex, blair)
    answers.confirm(link, alex, blair.pk)
    acceptance.pair(alex, drew)
    leaving.leave(alex)
    assert kind(link, alex) is Kind.SINGLE
    with pytest.raises(Refused):
        answers.confirm(link, blair, alex.pk)
    answers.expect(link, blair, "Alex")
    assert kind(link, blair) is Kind.WAITING


def test_one_who_leaves_the_couple_in_between_can_begin_again(link, path, alex, blair):
    confirmed(link, alex, blair)
    links.accept(link, alex, 1)
    leaving.leave(blair)
    assert "Whom do you come with?" in signed_in(alex).get(path).content.decode()
    confirmed(link, alex, blair)
    assert membership.partner_of(alex) == blair


@pytest.mark.parametrize("how", ["run out", "canceled"])
def test_a_link_that_is_over_makes_no_couple_and_nothing_of_it_stays(link, path, alex, blair, how):
    named(link, alex, blair)
    answers.confirm(link, alex, blair.pk)
    if how == "run out":
        Counseling.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        links.end(link)
    with pytest.raises(Refused):
        answers.confirm(link, blair, alex.pk)
    with pytest.raises(Refused):
        answers.expect(link, blair, "Alex")
    assert signed_in(alex).get(path).status_code == 404
    assert standing.cards(alex) == []
    assert links_over.forget_over() == 2
    assert not Invitee.objects.exists()
    assert holding.who_hold({alex.pk, blair.pk}) == {alex.pk, blair.pk}


def test_their_other_invitations_end_when_they_become_a_couple(link, alex, blair, drew):
    acceptance.invite(alex)
    invitation, _token = acceptance.invite(drew)
    acceptance.accept(invitation, blair)
    confirmed(link, alex, blair)
    assert acceptance.open_invitation(alex) is None
    assert acceptance.yes_of(blair) is None
    assert acceptance.open_invitation(drew) == invitation


# On the way ---------------------------------------------------------------------------------------------------------


def test_who_signed_up_by_the_link_finds_it_on_the_home_page_of_any_device(link, path, client, alex):
    assert sign_up(client, path).url == path
    kim = User.objects.get(name="Kim")
    home = signed_in(kim).get("/welcome/").content.decode()
    assert "You came by the link of Casey" in home
    assert path in home
    assert path not in signed_in(alex).get("/welcome/").content.decode()
    signed_in(kim).post(path, {"answer": "decline"})
    assert path not in signed_in(kim).get("/welcome/").content.decode()


def test_a_sign_up_on_the_way_to_anywhere_else_remembers_nothing(client):
    sign_up(client, "/counseling/no-such-token/")
    assert not Invitee.objects.exists()


def test_the_home_page_says_when_there_is_somebody_to_confirm(link, path, alex, blair):
    answers.expect(link, alex, "Blair")
    assert "Somebody has named you" not in signed_in(alex).get("/welcome/").content.decode()
    answers.expect(link, blair, "Alex")
    assert "Somebody has named you" in signed_in(alex).get("/welcome/").content.decode()
    confirmed(link, alex, blair)
    for person in (alex, blair):
        assert path in signed_in(person).get("/").content.decode()
    links.accept(link, alex, 1)
    assert path not in signed_in(alex).get("/").content.decode()
    assert path in signed_in(blair).get("/").content.decode()


def test_a_page_that_was_sent_twice_or_too_late_leads_on(link, path, alex, blair):
    confirmed(link, alex, blair)
    client = signed_in(alex)
    assert client.post(path, {"answer": "confirm", "person": str(blair.pk)}).url == path
    assert (
        "You already have a partner here."
        in client.post(path, {"answer": "come", "name": "Blair"}).content.decode()
    )
    for strange in ("", "else"):
        assert client.post(path, {"answer": strange}).status_code == 200


def test_who_is_in_another_couple_reads_about_whom_the_answer_is(link, path, couple, alex):
    assert "It is about you and Blair" in signed_in(alex).get(path).content.decode()


@pytest.mark.parametrize("way", ["the same link", "another link"])
def test_a_couple_that_is_linked_is_led_to_what_it_allows(linked, alex, casey, way):
    link = Counseling.objects.get(couple__isnull=True) if way == "the same link" else links.invite(casey)
    answer = signed_in(alex).get(f"/counseling/{links.token_of(link)}/")
    assert answer.url == (f"/counselors/{linked.pk}/" if way == "the same link" else "/counselors/")


def test_the_name_that_was_written_lies_sealed(link, alex):
    answers.expect(link, alex, "Blairmarked")
    with connection.cursor() as cursor:
        cursor.execute("select * from couples_invitee")
        rows = [[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor]
    assert "lairmarked" not in str(rows)
    assert answers.expected(answers.of(link, alex)) == "Blairmarked"
    assert name_rules.first_word("Blairmarked X") == "biairmarked"


@pytest.mark.forges
def test_a_confirmation_that_somebody_wrote_is_none(link, alex, blair):
    named(link, alex, blair)
    forging.run("UPDATE couples_invitee SET confirmed_id = %s WHERE person_id = %s", alex.pk, blair.pk)
    with pytest.raises(holding.DoesNotHold):
        answers.confirm(link, alex, blair.pk)
    assert membership.couple_of(alex) is None
