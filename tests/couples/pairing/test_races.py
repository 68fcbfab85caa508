"""Many presses at the same moment, each in a thread and a connection of their own: exactly one thing happens."""

import re
from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client

from couples.accounts import users
from couples.accounts.models import User
from couples.pairing import acceptance, invitations, membership
from couples.pairing.models import Couple, Invitation, Membership
from couples.refused import Refused
from tests.couples.accounts.signing_in import FORM
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8
PRESSES = 250 if IS_LONG else 75
"""How often each of four threads presses."""


def all_at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Return the result of each call, in their order, or the refusal or error it raised."""
    gate, results = Barrier(len(acts)), dict[int, Any]()

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[number] = act()
        except Refused as refusal:
            results[number] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(acts), "somebody met an error that was no refusal"
    return [results[number] for number in range(len(acts))]


def a_crowd(number=CROWD):
    return [users.create(f"person{n}@example.org", f"Person {n}") for n in range(number)]


def yeses(results):
    return [type(result) for result in results].count(type(None))


def test_of_many_who_accept_one_invitation_exactly_one_wins(alex):
    invitation, _ = invitations.invite(alex)
    crowd = a_crowd()

    results = all_at_once(*(lambda p=p: acceptance.accept(invitation, p) for p in crowd))

    assert yeses(results) == 1
    assert [person for person in crowd if acceptance.yes_of(person)] == [Invitation.objects.get().accepted_by]
    assert not Membership.objects.exists()


def test_of_hundreds_of_accepts_at_once_exactly_one_wins(alex):
    """Ten people press again and again, in four threads; the winner may press again."""
    invitation, _ = invitations.invite(alex)
    crowd, winners = a_crowd(10), set()

    def press(person):
        try:
            acceptance.accept(invitation, person)
        except Refused:
            return
        winners.add(person)

    def press_often(thread):
        for number in range(PRESSES):
            press(crowd[(thread + number) % len(crowd)])

    all_at_once(*(lambda t=t: press_often(t) for t in range(4)))

    assert winners == {Invitation.objects.get().accepted_by}
    assert not Membership.objects.exists()


def test_of_many_invitations_to_which_one_person_says_yes_exactly_one_has_it(drew):
    theirs = [invitations.invite(person)[0] for person in a_crowd()]

    results = all_at_once(*(lambda i=i: acceptance.accept(i, drew) for i in theirs))

    assert yeses(results) == 1
    assert Invitation.objects.filter(accepted_by=drew).count() == 1


def test_confirming_many_times_makes_one_couple(alex, blair):
    acceptance.accept(invitations.invite(alex)[0], blair)

    results = all_at_once(*[lambda: acceptance.confirm(alex, blair.pk)] * CROWD)

    assert [type(result) for result in results].count(Couple) == 1
    assert Membership.objects.count() == 2


def test_two_people_who_accept_and_confirm_each_other_become_one_couple(alex, blair):
    (of_alex, _), (of_blair, _) = invitations.invite(alex), invitations.invite(blair)
    all_at_once(lambda: acceptance.accept(of_alex, blair), lambda: acceptance.accept(of_blair, alex))

    results = all_at_once(
        lambda: acceptance.confirm(alex, blair.pk), lambda: acceptance.confirm(blair, alex.pk)
    )

    assert [type(result) for result in results].count(Couple) == 1
    assert membership.partner_of(alex) == blair
    assert acceptance.yes_of(alex) is acceptance.yes_of(blair) is None


@pytest.mark.parametrize("time", range(5))
def test_a_yes_taken_back_while_it_is_confirmed_ends_in_one_of_the_two(alex, blair, time):
    acceptance.accept(invitations.invite(alex)[0], blair)

    all_at_once(lambda: acceptance.confirm(alex, blair.pk), lambda: acceptance.take_yes_back(blair))

    invitation = Invitation.objects.get()
    assert bool(invitation.confirmed_at) == bool(invitation.accepted_by) == bool(membership.couple_of(alex))


def test_pressing_invite_many_times_makes_one_invitation(alex):
    all_at_once(*[lambda: invitations.invite(alex)] * CROWD)

    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("time", range(5))
def test_accepting_and_taking_back_at_once_ends_in_one_of_the_two(alex, blair, time):
    invitation, _ = invitations.invite(alex)

    all_at_once(lambda: acceptance.accept(invitation, blair), lambda: acceptance.cancel(invitation))

    if acceptance.yes_of(blair):
        acceptance.confirm(alex, blair.pk)
    invitation.refresh_from_db()
    assert bool(invitation.cancelled_at) != bool(membership.couple_of(alex))


@pytest.mark.parametrize("time", range(5))
def test_a_no_at_the_same_moment_takes_nothing_from_a_yes(alex, blair, time):
    invitation, _ = invitations.invite(alex)

    all_at_once(lambda: acceptance.accept(invitation, blair), lambda: acceptance.decline(invitation))

    assert acceptance.yes_of(blair) == invitation
    assert acceptance.confirm(alex, blair.pk) == membership.couple_of(blair)


def test_pressing_sign_up_twice_makes_one_account_and_shows_no_error():
    """Nobody is stored before a code was typed: so all go on, and whoever types theirs first has the account."""
    browsers = [Client() for _each in range(4)]
    answers = all_at_once(*[partial(one.post, "/account/signup/", FORM) for one in browsers])
    assert {answer.status_code for answer in answers} == {302}
    assert User.objects.count() == 0

    codes = [re.search(r"\b\d{4}-\d{4}\b", one.body)[0] for one in mail.outbox]
    assert len(codes) == 4
    for browser in browsers:
        answers = [browser.post("/account/confirm/", {"code": code}) for code in codes[:2]]
        assert {answer.status_code for answer in answers} <= {200, 302}
    assert User.objects.count() == 1
