"""The world of the matrix: a person of every role, and marked text wherever there can be any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from html import unescape
from random import Random
from typing import Final
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connections, transaction
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.counseling.models import Counseling, CounselorProfile
from couples.meetings import appointments
from couples.pairing import acceptance
from couples.pairing.models import Couple
from couples.privacy import leaving
from exercises import catalog
from exercises.agreements import listing
from exercises.counselor import linked_couples
from exercises.counselor.asking import asked
from exercises.counselor.assignments import giving
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.marks import marking
from exercises.counselor.notes import book, files
from exercises.counselor.notes.contents import Words
from exercises.counselor.programmes import templates
from exercises.counselor.to_one import giving as giving_to_one
from exercises.counselor.to_one.giving import NewHandout
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.private import entries, store
from exercises.private.handouts import received, told
from tests import walker
from tests.couples.counseling.consents import allow
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.programmes.at_work import of, started
from tests.exercises.live.rooms import BALANCE, LETTER, LIMIT, NEED, Chair, Room, opened

ROLES: Final = ("nobody", "alex", "blair", "emery", "drew", "casey", "dana", "olive")
"""Alex and Blair are a couple; Emery was Alex's partner before; Drew is a stranger; Casey counsels the couple, Dana
counsels somebody else; Olive runs the server."""
EVERY: Final = tuple(scopes.SCOPES)
GIVEN: Final[Mapping[str, tuple[tuple[scopes.Scope, ...], tuple[scopes.Scope, ...]]]] = {
    "nothing": ((), ()),
    "only alex": (EVERY, ()),
    "only blair": ((), EVERY),
    "both": (EVERY, EVERY),
    **{f"both {scope}": ((scope,), (scope,)) for scope in EVERY},
}
"""What Alex and what Blair allow Casey."""
WITHDRAWN: Final = ("withdrawn by alex", "withdrawn by blair", "unlinked")
STATES: Final = (*GIVEN, *WITHDRAWN)

NOTE: Final = "NOTE-of-casey"
NOTED: Final = "NOTED-of-casey"
"""What Casey has written down for herself about Alex alone."""
GIVEN_ALONE: Final = "ALONE-of-casey"
"""What Casey wrote to Alex alone."""
TOLD_ALONE: Final = "TOLD-1-of-alex"
"""What Alex told Casey alone."""
STORE: Final = "STORED-1-of-alex"
MARK: Final = re.compile(
    r"(?:Alex-\d+|Blair-\d+|CLOSED-\w+-of-alex|NOTE-of-casey|NOTED-of-casey|ALONE-of-casey|(?:STORED|TOLD)-\d+-of-alex)"
)


def marks(text: object) -> frozenset[str]:
    """Return the marked words in a text."""
    return frozenset(MARK.findall(unescape(str(text))))


def shared_in(state: str) -> frozenset[scopes.Scope]:
    """Return the scopes that Casey has in this state: those that both allow now."""
    alex, blair = GIVEN.get(state, ((), ()))
    return frozenset(alex) & frozenset(blair)


@dataclass
class World:
    """`typed`: what each partner wrote in finished sessions. `closed`: what only its author may ever see."""

    state: str
    people: Mapping[str, User]
    couple: Couple
    link: Counseling
    rooms: Mapping[str, Room]
    assignment: UUID
    marked: UUID
    asked: UUID
    closed: Mapping[str, str]
    typed: frozenset[str]
    suggested: UUID
    appointed: UUID
    entry: str
    page: UUID
    handout: UUID
    programme: Mapping[str, UUID]
    writing: str = catalog.writings()[0].address

    @cached_property
    def seen(self) -> Mapping[str, frozenset[str]]:
        """Return the marks that each partner finds on their screens of finished sessions, and both in the ledger."""
        over = [room for slug, room in self.rooms.items() if slug not in ("open", "apart")]
        found = {name: _marks_on_pages(over, name) for name in ("alex", "blair")}
        lists = [
            marks(listing.of_couple(self.couple, Caller(self.people[name].pk))) for name in ("alex", "blair")
        ]
        return found | {"ledger": lists[0] & lists[1]}

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """Return the marks that both find on the finished sessions that have a row of their own."""
        rooms = [self.rooms[slug] for slug in (NEED, BALANCE, LIMIT)]
        return _marks_on_pages(rooms, "alex") & _marks_on_pages(rooms, "blair")


def _marks_on_pages(rooms: Iterable[Room], name: str) -> frozenset[str]:
    return frozenset().union(*(marks(getattr(room, name).page()) for room in rooms))


def build() -> World:
    """Create everybody, and everything that can be read, before anybody allows anything."""
    cast = {slug: users.create(f"{slug}@example.org", slug.title()) for slug in ROLES if slug != "nobody"}
    for user in cast.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _counselors(cast)
    acceptance.pair(cast["alex"], cast["emery"])
    leaving.leave(cast["emery"])
    couple = acceptance.pair(cast["alex"], cast["blair"])
    rooms = _finished(couple, cast)
    link = _linked(cast)
    given = giving.assign(cast["casey"], couple, NewAssignment(NEED, None, NOTE))
    rooms["open"] = opened(couple, cast["alex"], cast["blair"], NEED).write_apart()
    closed = {name: f"CLOSED-{name}-of-alex" for name in LETTER}
    rooms["open"].alex.do("hand_in", **closed)
    rooms["apart"] = _begun_apart(couple, cast)
    closed["apart"] = "CLOSED-apart-of-alex"
    rooms["apart"].alex.do("hand_in", words=closed["apart"], kind="limit")
    suggested, appointed = _meetings(couple, cast)
    typed = frozenset(_typed(rooms))
    entry = _private_page(cast)
    return World(
        "nothing",
        cast,
        couple,
        link,
        rooms,
        given.pk,
        _marked(cast["casey"], couple),
        _asked(link),
        closed,
        typed,
        suggested,
        appointed,
        entry,
        _noted(cast["casey"], link),
        _for_alex_alone(cast, link),
        _programme(link),
    )


def _programme(link: Counseling) -> Mapping[str, UUID]:
    """Start a programme of Casey's. The ids of it, of its first item, and of what she has written down."""
    programme = started(link)
    template = templates.all_of(link.counselor)[0]
    return {
        "programme_id": programme.pk,
        "assignment_id": of(programme)[0].pk,
        "template_id": template.id,
        "item_id": template.items[0].id,
    }


def _asked(link: Counseling) -> UUID:
    """Casey asks both for something."""
    asked.ask(link, scopes.LIVE, None)
    return asked.of_link(link)[0].id


def _marked(counselor: User, couple: Couple) -> UUID:
    """Give both an exercise with something that she would like to talk about."""
    given = giving.assign(counselor, couple, NewAssignment(BALANCE, None, NOTE))
    marking.put(given, [3])
    return given.pk


def _for_alex_alone(cast: Mapping[str, User], link: Counseling) -> UUID:
    """Casey gives Alex two exercises: of the one, Alex has told her. Returns the other."""
    linked, alex = linked_couples.of(cast["casey"], link.pk), cast["alex"]
    assert linked
    ids = [uuid4(), uuid4()]
    for one in ids:
        giving_to_one.give(linked, alex.pk, NewHandout(catalog.writings()[0].slug, GIVEN_ALONE), one)
    pages = opened_store(alex)
    told.tell(pages, received.read(pages)[1], TOLD_ALONE, uuid4())
    return ids[1]


def _noted(counselor: User, link: Counseling) -> UUID:
    """Write a page about Alex alone, with a draft that goes on with it."""
    file, page = files.of_link(counselor, link.pk), uuid4()
    assert file
    book.begin(file, "a", page, "2026-01-05")
    words = Words(NOTED, "2026-01-05", NOTED, NOTED)
    book.finish(file, book.page(file, "a", page), words, "finish", "")
    book.keep(file, book.page(file, "a", page), words, "keep", "finish")
    return page


def _finished(couple: Couple, cast: Mapping[str, User]) -> dict[str, Room]:
    """Complete a session of each exercise, and agree on something in that of limits and agreements."""
    two = cast["alex"], cast["blair"]
    rooms = {slug: opened(couple, *two, slug).walk(seed=3) for slug in (NEED, BALANCE)}
    rooms[LIMIT] = _agreed(opened(couple, *two, LIMIT)).walk(seed=3)
    settled = listing.of_couple(couple, Caller(two[0].pk)).in_force
    assert any(letter.signer is None for letter in settled), "an agreement, which is both's"
    return rooms


def _begun_apart(couple: Couple, cast: Mapping[str, User]) -> Room:
    """Begin a session that Blair has not joined."""
    session = starting.start_session(couple, cast["alex"].pk, LIMIT, is_due=True, apart=True)
    return Room(session, Chair(session, cast["alex"]), Chair(session, cast["blair"]))


def _agreed(room: Room) -> Room:
    """Both propose an agreement, and accept the first."""
    for name in ("ready", "hand_in", "open", "accept"):
        for chair in room.chairs:
            command = next(one for one in chair.look()["commands"] if one["name"] == name)
            filled = walker.filled(command, Random(3), f"{chair.user.name}-{len(room.said)}")
            given = filled | ({"kind": "agreement"} if "kind" in filled else {})
            room.said.append(chair.command(name, **given))
            chair.send(room.said[-1])
    return room


def _typed(rooms: Mapping[str, Room]) -> Iterator[str]:
    for room in rooms.values():
        for command in room.said:
            for value in command.fields.values():
                if isinstance(value, str) and value.startswith(("Alex-", "Blair-")):
                    yield value.split()[0]


def _counselors(cast: Mapping[str, User]) -> None:
    for slug in ("casey", "dana"):
        cast[slug].is_counselor = True
        cast[slug].save()
        CounselorProfile.objects.create(user=cast[slug], practice="A practice", confidences="A rule.")
    cast["olive"].is_staff = cast["olive"].is_superuser = True
    cast["olive"].save()
    for slug in ("casey", "dana", "olive"):
        TOTP.activate(cast[slug], generate_totp_secret())


def _meetings(couple: Couple, cast: Mapping[str, User]) -> tuple[UUID, UUID]:
    """Create a time that Alex suggests, and one that both agreed to."""
    soon = timezone.now() + timedelta(days=2)
    agreed = appointments.suggest(couple, cast["blair"], soon)
    appointments.answer(agreed, cast["alex"], yes=True)
    return appointments.suggest(couple, cast["alex"], soon).pk, agreed.pk


def _private_page(cast: Mapping[str, User]) -> str:
    """Give everybody a private store, and Alex a drafted limit in it."""
    for person in cast.values():
        store.make(person.pk)
    with store.changing(opened_store(cast["alex"])) as contents:
        return entries.add(contents, "limits", {"limit": STORE, "then": ""})


def _linked(cast: Mapping[str, User]) -> Counseling:
    link = invitation = links.invite(cast["casey"])
    for slug in ("alex", "blair"):
        link = links.accept(invitation, cast[slug], 1)
    return link


@contextmanager
def in_state(world: World, state: str) -> Iterator[None]:
    """Give and withdraw the consents of this state, and undo that afterwards."""
    cast, link = world.people, world.link
    with ExitStack() as stack:
        for name in connections:  # what a chain of consents holds is known to the database of keys, too
            stack.enter_context(transaction.atomic(using=name))
        for slug, scopes in zip(("alex", "blair"), GIVEN.get(state, (EVERY, EVERY)), strict=True):
            for scope in scopes:
                allow(link, cast[slug], scope)
            if state == f"withdrawn by {slug}":
                for scope in EVERY:
                    consent.withdraw(link, cast[slug], scope)
        if state == "unlinked":
            links.end(link)
        world.state = state
        yield
        for name in connections:
            transaction.set_rollback(True, using=name)
