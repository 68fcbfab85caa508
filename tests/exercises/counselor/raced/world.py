"""A couple of whom a counselor may read something of every scope, on every page of hers. Checks nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.test import Client

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.pairing import acceptance
from exercises.counselor.asking import asked
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.brief import pages as brief_pages
from exercises.counselor.programmes import templates
from exercises.counselor.programmes.models import Programme
from exercises.counselor.reports import REPORTS
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import couple_path, given, link, reading_path, signed_in
from tests.exercises.counselor.brief.test_pages import thanked
from tests.exercises.counselor.marks.worlds import CheckIn, assigned, held
from tests.exercises.counselor.programmes.at_work import started
from tests.exercises.counselor.to_one.handing import give
from tests.exercises.live.rooms import NEED, Room, opened
from tests.exercises.page_costs.crowd import settled

TOO_LONG: Final = {"command": "say", "visit": "2", "words": "so " * 200}
DIFFERENT: Final = CheckIn({"money": "differs"})
Ask = Callable[[Client], Any]


@dataclass
class World:
    """`pages`: by name, how each of hers is asked for that shows something of a couple, but for the names alone; her
    notes stay hers. `room`: a session in which something has been opened."""

    casey: User
    alex: User
    blair: User
    link: Counseling
    room: Room
    pages: Mapping[str, Ask]

    def linked_again(self) -> World:
        """The same people, linked anew after a link has ended, with what she gives them then."""
        again = link(self.casey, self.alex, self.blair)
        marked = assigned(again, DIFFERENT.marked)
        return _with(self.casey, self.alex, self.blair, again, self.room, marked)

    def browser(self, name: str) -> Client:
        client: Client = signed_in(getattr(self, name))
        return client


def made(casey: User, number: int = 0) -> World:
    """A couple of this number, linked with her, who allow everything."""
    alex, blair = (users.create(f"{name}{number}@example.org", name.title()) for name in ("alex", "blair"))
    couple, linked = acceptance.pair(alex, blair), link(casey, alex, blair)
    thanked(couple, alex, blair)
    marked = assigned(linked, DIFFERENT.marked)
    held(marked, alex, blair, DIFFERENT)
    room = opened(couple, alex, blair, NEED)
    settled(room, 1)
    room.write_apart().open_the_letter()
    return _with(casey, alex, blair, linked, room, marked)


def _with(casey: User, alex: User, blair: User, linked: Counseling, room: Room, marked: Assignment) -> World:
    asked.ask(linked, scopes.BALANCE, None)
    both_allow(linked)
    open_one, running = given(linked, NEED), started(linked)
    for template in templates.all_of(casey):  # there is room for fifty, and she starts one with each couple
        templates.remove(casey, template.id)
    give(linked)
    pages = _pages(linked, room, marked, open_one, running)
    return World(casey, alex, blair, linked, room, pages)


def _pages(
    linked: Counseling, room: Room, marked: Assignment, open_one: Assignment, running: Programme
) -> dict[str, Ask]:
    here, session = couple_path(linked), f"/sessions/{room.id}/"
    one = f"/counsel/one/{linked.pk}/"
    paths = {
        "list": "/counsel/",
        "couple": here,
        **{f"read {report.scope}": reading_path(linked, report.scope.value) for report in REPORTS},
        "brief": f"{here}brief/",
        **{f"brief {form}": f"{here}brief/{form}/" for form in ("print", "pdf", *brief_pages.FILES)},
        "assign": f"{here}assign/",
        "edit": f"{here}assignments/{open_one.pk}/edit/",
        "marks": f"{here}assignments/{marked.pk}/marks/",
        "archive": f"{here}assignments/archive/",
        "programme": f"{here}programmes/{running.pk}/",
        "start": f"{here}programmes/start/",
        "ask": f"{here}ask/",
        "entry": f"{here}entry/",
        "which": one,
        "person": f"{one}a/",
        "give": f"{one}a/give/",
        "room": f"/counseling/{linked.pk}/room/",
        "session": session,
    }
    asks: dict[str, Ask] = {name: _get(path) for name, path in paths.items()}
    asks["session, refused"] = lambda client: client.post(session, TOO_LONG)
    every = [scope.value for scope in scopes.SCOPES]
    asks["still"] = _get(f"{here}still/", " ".join(every))
    asks["list, still"] = _get("/counsel/still/", f"{linked.pk.hex}:{','.join(every)}")
    return asks


def _get(path: str, shown: str = "") -> Ask:
    return lambda client: client.get(path, headers={"X-Shown": shown})


ALL: Final = tuple(one.value for one in scopes.SCOPES)
BRIEFED: Final = ("progress", "answers", "balance", "agreements")
UNDER: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("list", "couple", "marks", "ask", "programme", "still", "list, still"), ALL),
    **{f"read {report.scope}": (report.scope.value,) for report in REPORTS},
    **{f"brief{form}": BRIEFED for form in ("", " print", " pdf", *(f" {one}" for one in brief_pages.FILES))},
    "room": ("live",),
    "session": ("live", "opened_live"),
    "session, refused": ("live", "opened_live"),
}
"""By page, the scopes under which it shows something. The others, and these, show something while there is a link."""


def act(world: World, client: Any, what: str) -> Any:
    """What a partner sends: for `link` and `left` to end all of it, else to withdraw this scope."""
    if what == "link":
        return client.post(f"/counseling/{world.link.pk}/end/")
    if what == "left":
        return client.post("/leave/", {"act": "now"})
    return client.post(f"/counselors/{world.link.pk}/choose/", {"scope": what, "answer": "not"})
