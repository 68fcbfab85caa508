"""A brief as it is read: parts of lines, which the page, the paper and both files hold in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples.counseling.scopes import AGREEMENTS, ANSWERS, BALANCE, PROGRESS, Scope
from exercises.core.pair import Partner
from exercises.counselor.brief.facts import Area, Facts, Thanks
from exercises.counselor.brief.one_minute import one_minute
from exercises.counselor.caseload.words import short
from exercises.counselor.marks.side_by_side import MarkedItem


@dataclass(frozen=True)
class Line:
    """One thing in a part: on which day, about what, by whom, in words. What does not apply is empty."""

    words: str
    about: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Part:
    """`key`: its name in files; `none`: what the page says where there are no lines. `scopes`: what it was read by."""

    key: str
    title: str
    lines: tuple[Line, ...]
    none: str = ""
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class Brief:
    """`minute`: the one-minute text. `parts`: strengths first. `facts`: what all of it was made of."""

    facts: Facts
    minute: tuple[str, ...]
    parts: tuple[Part, ...]
    closed: str = field(default="")


NOTHING: Final = gettext_noop("Nothing at the moment.")


def of(facts: Facts) -> Brief:
    """Return the brief that these facts make."""
    parts = tuple(part for part in _parts(facts) if part.lines or part.none)
    titles = ", ".join(short(one) for one in facts.closed)
    closed = _("Closed to you now: %(scopes)s.") % {"scopes": titles} if titles else ""
    return Brief(facts, tuple(one_minute(facts)), parts, closed)


def _parts(facts: Facts) -> Iterator[Part]:
    rated = facts.check_ins is not None
    if facts.thanks is not None:
        yield Part("strengths", _("What is good"), tuple(_thanks(facts.thanks)), _(NOTHING), (ANSWERS,))
    if facts.questions:
        asked = tuple(Line(one) for one in facts.questions)
        yield Part("questions", _("Your questions for this time"), asked)
    if facts.marked is not None:
        by = tuple(one for one in (ANSWERS, BALANCE) if one not in facts.closed)
        title = _("What you marked, and they see differently")
        yield Part("marked", title, tuple(_marked(facts.marked)), _(NOTHING), by)
    if facts.done is not None:
        yield Part("assigned", _("Assigned"), tuple(_assigned(facts)), _(NOTHING), (PROGRESS,))
    if facts.opened is not None:
        opened = tuple(Line(title, on=on) for on, title in facts.opened)
        yield Part("completed", _("Completed since then"), opened, _(NOTHING), (ANSWERS,))
    if rated:
        yield Part("differences", _("Seen differently"), tuple(_differences(facts)), _(NOTHING), (BALANCE,))
        yield Part("alike", _("Seen alike"), tuple(_alike(facts)), _(NOTHING), (BALANCE,))
    if facts.agreements is not None:
        yield Part("agreements", _("Agreements"), tuple(_agreements(facts)), _(NOTHING), (AGREEMENTS,))
    if rated:
        yield Part("balance", _("The balance as each sees it"), tuple(_balance(facts)), "", (BALANCE,))
        yield Part("lines", _("Each one’s own answers over time"), tuple(_lines(facts)), "", (BALANCE,))


def _thanks(thanks: Iterable[Thanks]) -> Iterator[Line]:
    for one in thanks:
        yield Line(one.words, _("Thanks to %(name)s") % {"name": one.to}, one.by, one.on)


def _alike(facts: Facts) -> Iterator[Line]:
    """Yield where both views are alike. Two can agree that something is missing, so it is called nothing more."""
    for area in facts.latest:
        if area.likeness == "alike":
            yield Line(_("They see this much the same way."), area.title)


def _marked(items: Iterable[MarkedItem]) -> Iterator[Line]:
    for one in items:
        yield Line(" ".join(one.says), f"{one.title}: {one.about}" if one.about else one.title, on=one.on)


def _assigned(facts: Facts) -> Iterator[Line]:
    assert facts.done is not None
    if facts.done.given:
        counted = {"done": facts.done.many, "given": facts.done.given, "later": facts.done.later}
        later = _("%(done)s of %(given)s done, %(later)s to come later in a programme")
        yield Line((later if facts.done.later > 0 else _("%(done)s of %(given)s done")) % counted)
    for on, title in facts.done.open:
        yield Line(_("not done yet; the day to aim for:") if on else _("not done yet"), title, on=on)
    for on, title in facts.done.to_come:
        yield Line(_("comes next"), title, on=on)


def _differences(facts: Facts) -> Iterator[Line]:
    for area in facts.latest:
        if area.likeness != "different":
            continue
        yield Line(" ".join([*area.says, *_taken_up(area)]), area.title)


def _taken_up(area: Area) -> Iterator[str]:
    """Yield whether the two took it up in the talk of that check-in, if that may be known."""
    if area.talked is not None:
        yield _("They have talked about it.") if area.talked else _("They have not taken it up yet.")


def _agreements(facts: Facts) -> Iterator[Line]:
    for one in facts.agreements or ():
        yield Line(one.words, one.title, one.standing)


def _balance(facts: Facts) -> Iterator[Line]:
    """Yield both views of each area of the latest check-in, under the statement that was rated."""
    on = facts.check_ins[-1].on if facts.check_ins else None
    names = facts.names
    for area in facts.latest:
        about = f"{area.title}: {area.about}"
        for who in Partner:
            own = _("for themself: %(word)s") % {"word": area.own.of(who)}
            seen = _("for %(name)s: %(word)s") % {
                "name": names.of(who.other),
                "word": area.seen.of(who.other),
            }
            yield Line(f"{own}; {seen}", about, names.of(who), on)


def _lines(facts: Facts) -> Iterator[Line]:
    """Yield what each put for themself, by area and oldest first."""
    check_ins, names = facts.check_ins or (), facts.names
    titles = dict.fromkeys(area.title for one in check_ins for area in one.areas)
    for title in titles:
        for one in check_ins:
            for area in (area for area in one.areas if area.title == title):
                for who in Partner:
                    usual = "" if names.of(who) not in area.moved else _(" (away from the usual)")
                    yield Line(area.own.of(who) + usual, title, names.of(who), one.on)
