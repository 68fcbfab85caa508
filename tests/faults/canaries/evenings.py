"""Alex and Blair play an exercise over sockets, and Casey observes. What Alex keeps closed, or only types, is planted.

It knows no exercise: it fills in what is on offer, so that a new one is planted too.
"""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any, Final

from exercises import catalog
from exercises.live.database_threads import in_database
from tests import walker
from tests.exercises.live.sockets import HTML, JSON, Frame, Socket, cookie_of
from tests.faults.canaries.world import World, session_at

MOST: Final = 150
AT_ONCE: Final = 0.01
A_WHILE: Final = 3.0
BACK: Final = ("not_ready", "take_back", "not_yet", "areas_before")
"""What would only go to and fro."""
SPOKEN_ALONE: Final = {"alone_1": "2026-11-03", "alone_2": "2026-11-03"}
"""What Casey says before the first exercise that needs her."""
FIRST: Final = {"alex": "me", "blair": "you"}


class Evening:
    """One session. `mine` is Alex's connection; Blair has one of each protocol, and Casey observes.

    `apart`: it is begun apart, where nobody observes, and Blair joins when it suits.
    """

    def __init__(self, world: World, slug: str, apart: bool = False) -> None:
        self.world, self.slug, self.apart, self.rng = world, slug, apart, Random(slug)
        self.typed: set[tuple[int, str]] = set()
        self.changed_mind: set[int] = set()
        self.sockets: list[Socket] = []
        self.closed = False

    async def play(self, until: str = "") -> None:
        """To the end of what Alex does; or until Alex is offered this."""
        await self.open()
        for _ in range(MOST):
            if until and any(one["name"] == until for one in _steps(self.mine)):
                break
            acted = [await self.alex_acts(), await self.blair_acts()]
            if self.closed or not (any(acted) or await self.something_comes()):
                break
        else:
            raise AssertionError(f"no end of {self.slug}")

    async def open(self) -> None:
        session = await in_database(begun, self.world, self.slug, self.apart)
        self.world.sessions.append(session)
        self.mine = await self.connect("alex", JSON)
        self.theirs = await self.connect("blair", JSON)
        await self.connect("blair", HTML)
        self.socket_of = {"alex": self.mine, "blair": self.theirs}
        if self.apart:
            assert (await self.theirs.do("enter"))["type"] == "accepted"
        else:
            await self.connect("casey", JSON)

    async def connect(self, name: str, protocol: str) -> Socket:
        """Open a connection, whose frames are kept."""
        cookie = await in_database(cookie_of, self.world.people[name])
        socket = await Socket(self.world.sessions[-1], cookie, protocol).open()
        self.world.sockets.setdefault(f"{name} {protocol}", []).append(socket)
        self.sockets.append(socket)
        return socket

    async def leave(self, end: bool = True) -> None:
        """What Alex said last stays closed for good."""
        if end:
            await _take_in(self.mine)
            assert (await self.mine.do("end"))["type"] == "accepted"
        await asyncio.gather(*(socket.settle() for socket in self.sockets))
        await asyncio.gather(*(socket.leave() for socket in self.sockets))

    async def alex_acts(self) -> bool:
        await _take_in(self.mine)
        offers = _steps(self.mine)
        for offer in offers:
            await self.type_something(offer)
        by_name = {offer["name"]: offer for offer in offers}
        visit = self.visit(self.mine)
        if "hand_in" in by_name and visit not in self.changed_mind:
            self.changed_mind.add(visit)
            await self.say("alex", by_name["hand_in"], "handed in")
            return bool((await self.mine.do("take_back"))["type"] == "accepted")
        if "close" in by_name:
            self.closed = True
            return await self.say("alex", by_name["close"], "handed in")
        return await self.say("alex", self.picked(offers))

    async def blair_acts(self) -> bool:
        await _take_in(self.theirs)
        return await self.say("blair", self.picked(_steps(self.theirs), "close"))

    def picked(self, offers: list[Frame], *never: str) -> Any:
        """Mostly what leads on."""
        ahead = [offer for offer in offers if offer["name"] not in (*BACK, *never)]
        return walker.picked(ahead, self.rng)

    async def say(self, name: str, offer: Frame | None, planted: str = "") -> bool:
        """Do what is on offer, with secrets in each text where they are `planted`; whether it was accepted."""
        if offer is None:
            return False
        mark = self.world.canaries.song if name == "alex" else "Blair"
        fields = walker.filled(offer, self.rng, mark)
        if offer["name"] == "ready":
            fields |= {"together": "writing"} | ({"first": FIRST[name]} if "first" in fields else {})
        if planted or (name == "alex" and offer["private"] and offer["name"] != "hand_in"):
            fields |= self.secrets(offer, planted or "handed in")
        answer = await self.socket_of[name].do(offer["name"], **fields)
        return bool(answer["type"] == "accepted" or answer["code"] in ("moved_on", "not_your_turn"))

    async def type_something(self, offer: Frame) -> None:
        """Every form with a text in it is begun once, and what was typed is not sent."""
        visit, texts = self.visit(self.mine), self.secrets(offer, "typed", only_asked=True)
        if texts and (visit, offer["name"]) not in self.typed:
            self.typed.add((visit, offer["name"]))
            fields = self.secrets(offer, "typed")
            await self.mine.say(type="draft", visit=visit, name=offer["name"], fields=fields)
            if len(self.typed) == 1:
                await self.mine.until("saved")
                await self.blair_comes_again()

    async def blair_comes_again(self) -> None:
        """A page of Blair's is opened while there is something of Alex's that was typed and not sent."""
        await self.connect("blair", HTML)

    def secrets(self, offer: Frame, how: str, only_asked: bool = False) -> dict[str, str]:
        """A secret for each text of this form."""
        step = self.mine.screen["view"]["step"]["id"]
        names = [field["name"] for field in offer["fields"] if field["type"] == "text"]
        if only_asked:
            return dict.fromkeys(names, "")
        canaries = self.world.canaries
        where = f"{self.slug}{' apart' if self.apart else ''}/{step}/{offer['name']}"
        return {name: canaries.sentence(f"{where}/{name} {how}") for name in names}

    async def something_comes(self) -> bool:
        """Wait for a broadcast; if none comes, nothing more is expected."""
        for _ in range(round(A_WHILE / AT_ONCE / 2)):
            for socket in (self.mine, self.theirs):
                if not await socket.socket.receive_nothing(AT_ONCE, AT_ONCE / 2):
                    return True
        return False

    @staticmethod
    def visit(socket: Socket) -> int:
        return int(socket.screen["view"]["visit"])


def begun(world: World, slug: str, apart: bool = False) -> Any:
    """Alex begins it at home, live or apart; what is only for work with a counselor, Casey gives and Alex takes up."""
    alex = world.browser("alex")
    definition = catalog.named(slug)
    if definition is None or not definition.with_counselor:
        way = {"way": "apart"} if apart else {}
        return session_at(alex.post("/sessions/start/", {"slug": slug} | way).headers["Location"])
    world.browser("casey").post(
        f"/counsel/couples/{world.link.pk}/assign/", {"exercise": slug, **SPOKEN_ALONE}
    )
    card = alex.get("/").context["assignments"][0]
    return session_at(alex.post(f"/counsel/assignments/{card['id']}/take-up/").headers["Location"])


def _steps(socket: Socket) -> list[Frame]:
    return [one for one in socket.screen["view"]["commands"] if one["scope"] == "step"]


async def _take_in(socket: Socket) -> None:
    while not await socket.socket.receive_nothing(AT_ONCE, AT_ONCE / 2):
        await socket.next()
