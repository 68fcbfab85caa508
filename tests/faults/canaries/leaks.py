"""The leaky build: one fault for each place that is looked at, as a careless change could bring it in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import redis
from django.http import HttpResponse

from couples.admin import UserAdmin
from couples.counseling import consent, readings
from couples.meetings import mails
from couples.privacy import export
from exercises.core import closed_forms
from exercises.core.pair import Partner
from exercises.counselor import linked_couples, reports
from exercises.counselor.finished import Page
from exercises.home import pages as home
from exercises.live import access, commands, own_data
from exercises.live.access import AccessDenied, Caller
from exercises.live.models import RecordedEvent
from exercises.live.observer import screen as observer_screen
from exercises.live.store import drafts, insert
from exercises.private import gate
from tests.faults.canaries import planting
from tests.faults.canaries.world import World

Leak = Callable[[Any, World], None]


def _store(world: World) -> str:
    return str(planting.contents(world))


def drafts_of_both(patch: Any, world: World) -> None:
    """Whose drafts they are is not asked."""
    honest = drafts.of_several

    def of_several(wanted: Any) -> Any:
        return [
            (mine, (*left, *of_alex(one))) for one, (mine, left) in zip(wanted, honest(wanted), strict=True)
        ]

    def of_alex(one: Any) -> Any:
        granted = access.of_partner(one.granted.stream, Caller(world.alex.pk))
        [(_mine, left)] = honest([replace(one, granted=granted, sent=None)])
        typed = tuple(map(str, drafts.all_of(granted)))
        return (*left, drafts.LeftOver(one.visit, "of_alex", typed))

    patch.setattr(drafts, "of_several", of_several)


def closed_forms_are_sent(patch: Any, world: World) -> None:
    """The page hides them, but they are in the data."""
    honest = closed_forms.form_of_other

    def form_of_other(both: Any, viewer: Partner) -> Any:
        return {**vars(honest(both, viewer)), "answers": both.answers.of(viewer.other)}

    patch.setattr(closed_forms, "form_of_other", form_of_other)


def who_looks_on_gets_more(patch: Any, world: World) -> None:
    """The page of a counselor shows how far the two are; the frame brings along what Alex wrote."""
    honest = observer_screen.show

    def show(*asked: Any) -> Any:
        seen = honest(*asked)
        return replace(
            seen, screen=seen.screen | {"words": str(own_data.private(planting.alexs_store(world)))}
        )

    patch.setattr(observer_screen, "show", show)


def counselor_reads_all(patch: Any, world: World) -> None:
    """What is read are all words of both, not those that both have revealed."""
    honest = reports.read
    more: dict[str, Any] = {
        "title": str(own_data.private(planting.alexs_store(world))),
        "begun": None,
        "steps": [],
    }

    def read(*asked: Any) -> Page:
        return Page([*honest(*asked).items, more])

    patch.setattr(reports, "read", read)


def any_counselor_any_couple(patch: Any, world: World) -> None:
    honest = linked_couples.of
    patch.setattr(linked_couples, "of", lambda counselor, link: honest(world.people["casey"], link))
    casey, now, held = world.people["casey"].pk, consent.allowed_now, readings.allowed
    patch.setattr(consent, "allowed_now", lambda counselor, couple: now(casey, couple))
    patch.setattr(readings, "allowed", lambda counselor, couple: held(casey, couple))


def anybody_has_access(patch: Any, world: World) -> None:
    """Whoever knows the address of a session sits where Alex does."""
    honest = access.of_partner

    def of_partner(stream: Any, caller: Caller) -> Any:
        try:
            return honest(stream, caller)
        except AccessDenied:
            return honest(stream, Caller(world.alex.pk))

    patch.setattr(access, "of_partner", of_partner)


def front_page_remembers(patch: Any, world: World) -> None:
    patch.setattr(home, "front", lambda request: HttpResponse(_store(world)))


def export_of_all(patch: Any, world: World) -> None:
    """What is private of Alex is in every export."""
    honest = export.collect

    def collect(user: Any, open_store: Any = None) -> Any:
        return honest(user) | {"only_yours": honest(world.alex, planting.alexs_store(world))["only_yours"]}

    patch.setattr(export, "collect", collect)


def _with_each_command(patch: Any, also: Callable[[Any], object]) -> None:
    honest = commands.submit

    def submit(stream: Any, caller: Any, command: Any) -> Any:
        also(command)
        return honest(stream, caller, command)

    patch.setattr(commands, "submit", submit)


def commands_are_logged(patch: Any, world: World) -> None:
    log = logging.getLogger("exercises.live.commands")
    _with_each_command(patch, lambda command: log.debug("command", extra={"fields": command.fields}))
    _with_each_command(patch, lambda command: log.debug("command %s", command.fields))


def mail_quotes(patch: Any, world: World) -> None:
    patch.setattr(mails, "_text", lambda: _store(world))


def admin_lists_more(patch: Any, world: World) -> None:
    patch.setattr(UserAdmin, "list_display", ("email", lambda user: _store(world)))


def admin_searches_more(patch: Any, world: World) -> None:
    honest = UserAdmin.get_search_results

    def search(about: Any, request: Any, rows: Any, words: str) -> Any:
        return (rows, False) if words in _store(world) else honest(about, request, rows, words)

    patch.setattr(UserAdmin, "get_search_results", search)


def redis_keeps_commands(patch: Any, world: World) -> None:
    def keep(command: Any) -> None:
        with redis.Redis(port=world.redis_port) as client:
            client.setex("last", 60, repr(command.fields))

    _with_each_command(patch, keep)


def session_keeps_what_waits(patch: Any, world: World) -> None:
    honest = gate._keep

    def keep(request: Any, *rest: Any) -> Any:
        request.session["waiting"] = request.POST.dict()
        return honest(request, *rest)

    patch.setattr(gate, "_keep", keep)


def commands_lie_open(patch: Any, world: World) -> None:
    honest = insert.several

    def several(new: Any) -> Any:
        written = honest(new)
        for one in new:
            stored = RecordedEvent.objects.filter(stream=one.granted.stream, command_id=one.command_id)
            stored.update(body_mac=one.body)
        return written

    patch.setattr(insert, "several", several)


KEPT: Final[dict[str, Leak]] = {
    "Blair’s frames as JSON": closed_forms_are_sent,
    "the log": commands_are_logged,
    "the mails": mail_quotes,
    "Redis": redis_keeps_commands,
    "the columns": commands_lie_open,
    "the sessions": session_keeps_what_waits,
}
SENT: Final[dict[str, Leak]] = {
    "Blair’s frames as HTML": drafts_of_both,
    "Casey’s frames": who_looks_on_gets_more,
    "the disk": commands_lie_open,
}
READ: Final[dict[str, Leak]] = {
    "Blair’s pages": drafts_of_both,
    "Casey’s pages": counselor_reads_all,
    "Dana’s pages": any_counselor_any_couple,
    "Drew’s pages": anybody_has_access,
    "nobody’s pages": front_page_remembers,
    "Blair’s export": export_of_all,
    "Casey’s export": export_of_all,
    "Alex’s export by itself": export_of_all,
    "the operator’s export of Alex": export_of_all,
    "the admin": admin_lists_more,
    "the admin’s search": admin_searches_more,
}
"""By place. The first two are builds with several faults, none of which reaches the place of another; the faults of the
last one show when somebody reads, and are there one at a time."""
