"""Who there is: Alex, whose secrets are planted, and everybody from whom they are kept. Plants nothing itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.test import Client

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import links
from couples.counseling.models import Counseling, CounselorProfile
from couples.pairing import acceptance
from couples.pairing.models import Couple
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.exercises.live.sockets import Socket
from tests.faults.canaries.tokens import Canaries

PASSWORD: Final = "a quiet lake of {}"
COUNSELORS: Final = ("casey", "dana")
NAMES: Final = ("alex", "blair", "casey", "dana", "drew", "emery", "finley", "olive")
"""Blair is Alex's partner; Casey counsels them with every consent, and Emery and Finley too; Dana counsels nobody here;
Drew is a stranger; Olive runs the server."""


@dataclass
class World:
    canaries: Canaries
    people: Mapping[str, User]
    couple: Couple
    link: Counseling
    other_link: Counseling
    sessions: list[UUID] = field(default_factory=list)
    sockets: dict[str, list[Socket]] = field(default_factory=dict)
    redis_port: int = 0

    @property
    def alex(self) -> User:
        return self.people["alex"]

    def browser(self, name: str, proved: bool = False) -> Client:
        """A browser in which this person is signed in, or nobody. `proved`: and has just shown again who it is."""
        client = Client()
        if name != "nobody":
            client.force_login(self.people[name])
        if proved:
            client.post("/account/again/", {"password": self.password(name)})
        return client

    def password(self, name: str) -> str:
        return next(iter(self.canaries.planted)) if name == "alex" else PASSWORD.format(name)


def build() -> World:
    canaries = Canaries()
    cast = {name: _begin(name, canaries) for name in NAMES}
    for name in COUNSELORS:
        rule = "What one of you tells me alone stays with me."
        CounselorProfile.objects.create(user=cast[name], practice="A practice", confidences=rule)
        with_second_step(cast[name])
    with_second_step(cast["olive"])
    couple = acceptance.pair(cast["alex"], cast["blair"])
    acceptance.pair(cast["emery"], cast["finley"])
    link = _linked(cast, "alex", "blair")
    both_allow(link)
    return World(canaries, cast, couple, link, _linked(cast, "emery", "finley"))


def _begin(name: str, canaries: Canaries) -> User:
    password = canaries.plant("password") if name == "alex" else PASSWORD.format(name)
    runs = {"is_staff": True, "is_superuser": True} if name == "olive" else {}
    user = users.create(
        f"{name}@example.org", name.title(), password, is_counselor=name in COUNSELORS, **runs
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _linked(cast: Mapping[str, User], *names: str) -> Counseling:
    link = invitation = links.invite(cast["casey"])
    for name in names:
        link = links.accept(invitation, cast[name], 1)
    return link


def session_at(address: str) -> UUID:
    """The session whose page this is."""
    found = re.search(r"/sessions/([0-9a-f-]{36})/", address)
    assert found, address
    return UUID(found[1])
