"""A couple, their counselor and somebody alone, with as much of everything as is asked for. Checks nothing."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client, TestCase
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import access_log, counselors, links, scopes
from couples.counseling.invitees import answers
from couples.counseling.invitees.models import Invitee
from couples.counseling.models import AccessRecord, Counseling, CounselorProfile
from couples.lock import locks
from couples.meetings.models import CounselorMeeting, Meeting
from couples.pairing import acceptance
from couples.pairing.models import Couple
from couples.privacy import leaving
from exercises import catalog
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Settlement
from exercises.counselor import linked_couples
from exercises.counselor.asking import asked
from exercises.counselor.marks import marking
from exercises.counselor.notes import book, files
from exercises.counselor.notes.contents import Words
from exercises.counselor.programmes import running
from exercises.counselor.to_one import giving
from exercises.counselor.to_one.giving import NewHandout
from exercises.live import access
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.models import Stream
from exercises.live.store import ledgers
from exercises.private import store
from exercises.private.handouts import received, told
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import given
from tests.exercises.counselor.programmes.at_work import item, started
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED, Room, opened
from tests.exercises.page_costs import browsers
from tests.exercises.private import everything

PRIVATE: Final = ("check_ins", "limits", "map", "sheets")


@dataclass
class Crowd:
    """`few`: how many of everything; `couples`: how many couples Casey counsels, with Alex and Blair."""

    name: str
    few: int
    couples: int

    def __post_init__(self) -> None:
        self.alex = self.person("alex", password="a long enough sentence")
        self.blair, self.drew = self.person("blair"), self.person("drew")
        self.casey = self.counselor("casey")
        self.earlier_couples()
        self.couple = acceptance.pair(self.alex, self.blair)
        self.sessions()
        settled(self.room, self.few)
        self.counseled()
        self.caseload()
        self.own()
        private(self.alex, self.few)
        self.alone()

        self._browsers: dict[str, Client] = {}

    def browser(self, slug: str) -> Client:
        """Return the one browser of Alex, Casey or Drew. They have a lock: whichever page is first would make it."""
        if slug not in self._browsers:
            person = getattr(self, slug)
            locks.of(person.pk)
            self._browsers[slug] = browsers.signed_in(person)
        return self._browsers[slug]

    def person(self, slug: str, **more: Any) -> User:
        user = users.create(f"{slug}-{self.name}@example.net", slug.title(), **more)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def counselor(self, slug: str) -> User:
        user = with_second_step(self.person(slug, is_counselor=True))
        CounselorProfile.objects.create(user=user, practice="A practice", confidences="A rule.")
        return user

    def earlier_couples(self) -> None:
        """Of each, Alex keeps an agreement."""
        for number in range(self.few):
            emery = self.person(f"emery{number}")
            settled(opened(acceptance.pair(self.alex, emery), self.alex, emery, NEED), 1)
            with TestCase.captureOnCommitCallbacks(execute=True):
                leaving.leave(self.alex)

    def sessions(self) -> None:
        """Completed ones, some set aside, and one that is open."""
        for _ in range(self.few):
            self.over = completed(opened(self.couple, self.alex, self.blair, NEED))
            self.aside = opened(self.couple, self.alex, self.blair, NEED).write_apart()
            self.aside.alex.do("enough")
        self.room = opened(self.couple, self.alex, self.blair, NEED)
        for slug in (BALANCE, LIMIT)[: self.few // 2]:
            self.apart = starting.start_session(self.couple, self.blair.pk, slug, is_due=True, apart=True)

    def counseled(self) -> None:
        """Casey and others, each allowed everything, and what they gave to do and have read."""
        self.link = linked(self.casey, self.couple, self.alex, self.blair)
        both_allow(self.link)
        for number in range(self.few):
            other = linked(self.counselor(f"dana{number}"), self.couple, self.alex, self.blair)
            both_allow(other, scopes.ANSWERS, scopes.LIVE)
            given(other)
            asked.ask(other, scopes.BALANCE, None)
            given(self.link)
            if number < running.MAX_RUNNING:
                started(self.link, *(item() for _each in range(self.few)))
            self.marked = given(self.link, BALANCE)
            marking.put(self.marked, [number % 8])
            self.page = noted(self.casey, self.link)
            handed(other, self.alex)
            for scope in scopes.SCOPES:
                access_log.record(self.couple, self.casey, AccessRecord.Role.COUNSELOR, scope.value)

    def alone(self) -> None:
        """What Casey gave to Alex alone, most of which Alex told her of."""
        self.handout = handed(self.link, self.alex)
        pages = opened_store(self.alex)
        for one in received.read(pages)[1:]:
            told.tell(pages, one, "x", uuid4())

    def caseload(self) -> None:
        """Casey's other couples, those of before, and her open links."""
        for number in range(self.couples):
            two = [self.person(f"{slug}{number}") for slug in ("alex", "blair")]
            link = linked(self.casey, acceptance.pair(*two), *two)
            both_allow(link, scopes.LIVE, scopes.PROGRESS, scopes.AGREEMENTS)
            meets_at = timezone.now() + timedelta(days=number + 1)
            CounselorMeeting.objects.create(counseling=link, starts_at=meets_at)
            gone = [self.person(f"{slug}-gone{number}") for slug in ("alex", "blair")]
            ended = linked(self.casey, acceptance.pair(*gone), *gone)
            noted(self.casey, ended)
            links.end(ended)
        self.meeting = CounselorMeeting.objects.create(
            counseling=self.link, starts_at=timezone.now() + timedelta(days=1), is_shown=True
        )
        for _ in range(min(self.few, links.MAX_OPEN_LINKS)):
            links.invite(self.casey)

    def own(self) -> None:
        """Alex's meetings, passkeys and sign-ins; Drew's invitation."""
        soon = timezone.now() + timedelta(days=2)
        Meeting.objects.bulk_create(
            Meeting(couple=self.couple, suggested_by=self.alex, starts_at=soon, state="agreed")
            for _ in range(self.few)
        )
        with_second_step(self.alex)
        RecoveryCodes.activate(self.alex)
        for number in range(self.few):
            data = {"name": f"Key {number}", "credential": browsers.passkey()}
            Authenticator.objects.create(user=self.alex, type=Authenticator.Type.WEBAUTHN, data=data)
            browsers.signed_in(self.alex)
        _invitation, self.partner_token = acceptance.invite(self.drew)
        self.came_by_links()
        self.counselor_token = counselors.invite(self.drew.email)

    def came_by_links(self) -> None:
        """Drew by each of Casey's, with Erin; others by the last, who name Drew."""
        for link in links.open_links(self.casey):
            Invitee.objects.create(link=link, person=self.drew)
        last = links.open_links(self.casey)[-1]
        answers.expect(last, self.drew, "Erin")
        for number in range(self.few):
            answers.expect(last, self.person(f"erin{number}"), "Drew")


def linked(counselor: User, couple: Couple, *two: User) -> Counseling:
    """A link that both accepted; made directly, because it is made a hundred times."""
    invitation = links.invite(counselor)
    for person in two:
        link = links.accept(invitation, person, 1)
    return link


def noted(counselor: User, link: Counseling) -> UUID:
    """A joint page of notes, amended once; returns its id."""
    file, page = files.of_link(counselor, link.pk), uuid4()
    assert file
    book.begin(file, files.BOTH, page, "2026-01-05")
    for words in (Words("First", text="x"), Words("Second", text="y")):
        of = book.page(file, files.BOTH, page)
        book.finish(file, of, words, words.title, of.last.form)
    return page


def handed(link: Counseling, person: User) -> UUID:
    """Something for this person alone; returns its id."""
    linked, one = linked_couples.of(link.counselor, link.pk), uuid4()
    assert linked
    giving.give(linked, person.pk, NewHandout(catalog.writings()[0].slug, "x"), one)
    return one


def completed(room: Room) -> Room:
    room.write_apart().open_the_letter()
    room.blair.do("say_back", words="You were tired, I heard")
    room.alex.do("thats_it")
    room.blair.do("go_on")
    room.blair.do("say_yes")
    room.walk()
    assert Stream.objects.get(pk=room.id).played_through
    return room


def settled(room: Room, number: int) -> None:
    """Agreements in the ledger of this room's couple."""
    granted = access.of_partner(room.id, Caller(room.alex.user.pk))
    today = timezone.localdate()
    one = Settlement(
        "agreement", Partner.A, Pair("We eat at eight", "We eat at eight"), today, today + timedelta(days=14)
    )
    ledgers.enter(granted, [one] * number, timezone.now())


def private(person: User, number: int) -> None:
    """One entry of each kind through the pages, and copies of them."""
    client = browsers.signed_in(person)
    everything.use_everything(client)
    client.post("/alone/a/", {"with": "alone"})
    with store.changing(opened_store(person)) as contents:
        for section in PRIVATE:
            first = contents[section][0]
            contents[section] += [copy.deepcopy(first) | {"id": store.new_id()} for _ in range(number - 1)]
