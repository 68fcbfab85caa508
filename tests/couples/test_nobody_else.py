"""Whatever two people and their counselor do with each other changes no row of anybody else, who has everything, too.

The others are of every state: invited, answered, a couple, linked, with consents, with plans, parted. Every row of
every table that is there before an act is compared with itself afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.counseling.models import CounselorProfile
from couples.keys.models import Latest
from couples.meetings import appointments
from couples.meetings.models import MeetingMail
from couples.pairing import acceptance, invitations
from couples.privacy import leaving
from tests.couples.counseling.consents import both_allow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Act = Callable[[], object]
Rows = dict[tuple[str, Any], dict[str, Any]]


def rows() -> Rows:
    """Every row of every table, but what the keys database knows of changes under way: whoever looks settles it."""
    return {
        (model._meta.label, row["pk"]): row
        for model in set(apps.get_models()) - {Latest}
        for row in model._base_manager.values(*{"pk", *(one.attname for one in model._meta.concrete_fields)})
    }


def person(name: str, **more: Any) -> User:
    return users.create(f"{name}@example.org", name.title(), **more)


def counselor(name: str) -> User:
    made = person(name, is_counselor=True)
    CounselorProfile.objects.create(user=made, practice="A practice", confidences="A rule.")
    return made


def with_everything(first: User, second: User, *counselors: User) -> None:
    """Make them a couple that is linked and allows all, has half accepted another link, and has plans."""
    couple = acceptance.pair(first, second)
    for one in counselors[:-1]:
        link = links.invite(one)
        links.accept(link, first, 1)
        both_allow(links.accept(link, second, 1))
    links.accept(links.invite(counselors[-1]), first, 1)
    agreed = appointments.suggest(couple, first, timezone.now() + DAY)
    appointments.answer(agreed, second, yes=True)
    MeetingMail.objects.create(meeting=agreed, person=second)
    appointments.suggest(couple, second, timezone.now() + DAY)
    leaving.choose_day(first, timezone.localdate() + 5 * DAY)


@pytest.fixture
def casey() -> User:
    return counselor("casey")


@pytest.fixture
def _others(casey):
    """A couple with all there can be, two who have parted, some who wait, were answered, or have answered."""
    people = [person(f"other{number}") for number in range(9)]
    with_everything(people[0], people[1], casey, counselor("dana"), counselor("erin"))
    with_everything(people[2], people[3], casey, counselor("fay"))
    leaving.leave(people[2])
    for inviter, answers in pairwise(people[4:8]):
        made, _token = invitations.invite(inviter)
        acceptance.accept(made, answers)
    acceptance.decline(invitations.invite(people[7])[0])
    links.invite(casey)


class Acts:
    """What Alex, Blair and Casey do, in an order in which each act does something, with what the last one made."""

    def __init__(self, casey: User) -> None:
        self.alex, self.blair, self.casey = person("alex"), person("blair"), casey
        self.made: dict[str, Any] = {}

    def keep(self, name: str, value: Any) -> None:
        self.made[name] = value

    def pairing(self) -> Iterator[tuple[str, Act]]:
        alex, blair, made = self.alex, self.blair, self.made
        yield "invites", lambda: self.keep("invitation", invitations.invite(alex)[0])
        yield "declines", lambda: acceptance.decline(made["invitation"])
        yield "says yes", lambda: acceptance.accept(made["invitation"], blair)
        yield "takes the yes back", lambda: acceptance.take_yes_back(blair)
        yield "cancels", lambda: acceptance.cancel(made["invitation"])
        yield "invites again", lambda: self.keep("invitation", invitations.invite(alex)[0])
        yield "says yes again", lambda: acceptance.accept(made["invitation"], blair)
        yield "confirms", lambda: self.keep("couple", acceptance.confirm(alex, blair.pk))

    def counseling(self) -> Iterator[tuple[str, Act]]:
        alex, blair, made = self.alex, self.blair, self.made
        yield "makes a link", lambda: self.keep("link", links.invite(self.casey))
        yield "accepts it", lambda: self.keep("row", links.accept(made["link"], alex, 1))
        yield "takes that back", lambda: links.withdraw_acceptance(made["row"], alex)
        yield "accepts it again", lambda: links.accept(made["link"], alex, 1)
        yield "is linked", lambda: self.keep("row", links.accept(made["link"], blair, 1))
        yield "allows", lambda: both_allow(made["row"])
        yield "withdraws", lambda: consent.withdraw(made["row"], alex, scopes.ANSWERS)
        yield "ends the counseling", lambda: links.end(made["row"])

    def leaving(self) -> Iterator[tuple[str, Act]]:
        alex, blair, made, tomorrow = self.alex, self.blair, self.made, timezone.localdate() + DAY
        soon = timezone.now() + DAY
        yield "suggests", lambda: self.keep("meeting", appointments.suggest(made["couple"], alex, soon))
        yield "answers", lambda: appointments.answer(made["meeting"], blair, yes=True)
        yield "chooses a day", lambda: leaving.choose_day(blair, tomorrow)
        yield "stays", lambda: leaving.stay(blair)
        yield "chooses again", lambda: leaving.choose_day(blair, tomorrow)
        yield "leaves on the day", lambda: leaving.leave_due(tomorrow)
        yield "is paired again", lambda: with_everything(alex, blair, self.casey, counselor("gil"))
        yield "leaves", lambda: leaving.leave(alex)


@pytest.mark.usefixtures("_others")
def test_no_act_of_the_two_and_their_counselor_changes_a_row_of_others(casey):
    acts = Acts(casey)
    own = {("couples.User", one.pk) for one in (acts.alex, acts.blair, casey)}  # signed anew with each act
    theirs = {key: row for key, row in rows().items() if key not in own}
    before = rows()
    for name, act in (*acts.pairing(), *acts.counseling(), *acts.leaving()):
        act()
        now = rows()
        assert now != before, f"{name}: this proves something only if it does something"
        assert {key: now.get(key) for key in theirs if now.get(key) != theirs[key]} == {}, name
        before = now
    assert len(theirs) > 100
