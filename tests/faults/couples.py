"""Couples with a sign-in each, who do one exercise after the other until they are told to rest."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from django.conf import settings
from django.test import Client as Browser

from couples.accounts import users
from couples.accounts.models import User
from couples.pairing import acceptance
from couples.pairing.models import Couple
from exercises.core.pair import Partner
from exercises.live import start as starting
from exercises.live.database_threads import TROUBLE, in_database
from tests.faults.load import Phase, Walker
from tests.servers import App


@dataclass
class Two:
    """A couple that does one exercise after the other."""

    couple: Couple
    walkers: tuple[Walker, Walker]
    slugs: list[str]
    finished: int = 0
    is_starting: bool = False

    async def go_on(self, phase: Phase) -> None:
        while not phase.resting:
            session = await self._started()
            await asyncio.gather(*(one.walk(session, phase) for one in self.walkers))
            self.finished += bool(self.walkers[0].view["over"])

    async def _started(self) -> UUID:
        """A new session, begun here and not over a socket: again and again while the database is away."""
        slug, starts = self.walkers[0].rng.choice(self.slugs), self.walkers[0].user.pk
        self.is_starting = True
        while True:
            try:
                session = await in_database(starting.start_session, self.couple, starts, slug, is_due=True)
            except TROUBLE:
                await asyncio.sleep(0.1)
            else:
                self.is_starting = False
                return session


def couples(number: int, apps: Sequence[App], slugs: list[str], seed: int = 1) -> list[Two]:
    return [_couple(index, apps, slugs, Random(seed * 1000 + index)) for index in range(number)]


def _couple(index: int, apps: Sequence[App], slugs: list[str], rng: Random) -> Two:
    pair = [users.create(f"{name}{index}@example.org", name.title()) for name in ("alex", "blair")]
    couple = acceptance.pair(*pair)
    walkers = [
        Walker(user, voice, sign_in(user), apps, Random(rng.random()))
        for user, voice in zip(pair, Partner, strict=True)
    ]
    return Two(couple, (walkers[0], walkers[1]), slugs)


def sign_in(user: User) -> str:
    browser = Browser()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
