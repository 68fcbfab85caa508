"""Where secrets could come to light: for each place everything that is there, who reads it, and what must be there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.exercises.live.sockets import HTML, JSON
from tests.faults.canaries import pages, stores
from tests.faults.canaries.stores import Overheard
from tests.faults.canaries.world import World


@dataclass
class Seen:
    """`log`: what was logged; `redis`: who listens there."""

    world: World
    log: str
    redis: Overheard
    folder: Path

    def frames(self, name: str) -> str:
        return json.dumps([socket.seen for socket in self.world.sockets[name]], ensure_ascii=False)


@dataclass(frozen=True)
class Sink:
    """`reader`: whose own words are no leak there; `control`: what shows that it was looked at, and is not empty."""

    read: Callable[[Seen], str]
    control: Callable[[World], list[str]]
    reader: str = ""


def _pages(name: str, *words: str, song: bool = False) -> Sink:
    def control(world: World) -> list[str]:
        return [*words, *([world.canaries.song] if song else [])]

    return Sink(lambda seen: pages.as_read_by(seen.world, name), control, name)


def _song(world: World) -> list[str]:
    return [world.canaries.song]


def _address(world: World) -> list[str]:
    return [world.alex.email]


SINKS: Final[dict[str, Sink]] = {
    "Blair’s pages": _pages("blair", "200 ", "Alex", "Casey", song=True),
    "Casey’s pages": _pages("casey", "200 ", "Alex", "Emery", song=True),
    "Dana’s pages": _pages("dana", "200 ", "A practice"),
    "Drew’s pages": _pages("drew", "200 ", "drew@example.org", "404 "),
    "nobody’s pages": _pages("nobody", "200 ", "Counterpoint", "/account/login/?next="),
    "Blair’s frames as HTML": Sink(lambda seen: seen.frames(f"blair {HTML}"), _song),
    "Blair’s frames as JSON": Sink(lambda seen: seen.frames(f"blair {JSON}"), _song),
    "Casey’s frames": Sink(
        lambda seen: seen.frames(f"casey {JSON}"), lambda world: ["Write it down", "Close"]
    ),
    "Blair’s export": Sink(lambda seen: pages.exported(seen.world, "blair"), lambda world: ["Blair", "Alex"]),
    "Casey’s export": Sink(
        lambda seen: pages.exported(seen.world, "casey"), lambda world: ["A practice"], "casey"
    ),
    "Alex’s export by itself": Sink(lambda seen: pages.exported(seen.world, "alex"), _song),
    "the operator’s export of Alex": Sink(
        lambda seen: pages.exported_by_the_operator(seen.world, seen.folder), _song
    ),
    "the log": Sink(lambda seen: seen.log, lambda world: ["RuntimeError", "sessions/<uuid:session_id>/"]),
    "the mails": Sink(lambda seen: stores.sent_mails(), lambda world: ["Appointment", "blair@example.org"]),
    "the admin": Sink(lambda seen: pages.administered(seen.world), _address),
    "the admin’s search": Sink(lambda seen: pages.searched(seen.world), _address),
    "Redis": Sink(lambda seen: seen.redis.all(), lambda world: ['"PUBLISH"', "SUBSCRIBE"]),
    "the columns": Sink(
        lambda seen: stores.columns(), lambda world: [world.alex.email, "couples_personkey: "]
    ),
    "the sessions": Sink(lambda seen: stores.sessions(), lambda world: ['"_auth_user_id"']),
    "the disk": Sink(lambda seen: stores.files(), _address),
}
