"""Drafts: what somebody typed and has not sent. Sealed under their key, one per form, last write wins.

One is dropped when its form is accepted, or by its author; by nobody else, and by nothing that happens to the session.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from couples.accounts.unsent import TEXTS
from couples.among import Among
from couples.compiled_query import CompiledQuery, Ids
from couples.keys import data_keys
from exercises.live.access import PartnerAccess
from exercises.live.models import Draft
from exercises.live.store.typed import MAX_DRAFT_BYTES, as_stored, words_of

FORM_NAME: Final = re.compile(r"[a-z_]{1,40}")
VISITS_PUT_BACK: Final = 2
"""The number of visits after which an unsent text is no longer put into a form of the same name."""
MAX_DRAFTS: Final = 60
"""Drafts of one person in one session. Beyond that nothing more is kept, and its author is told."""
Rows = Sequence[Mapping[str, Any]]


def save(granted: PartnerAccess, visit: int, name: str, typed: Mapping[str, Any]) -> bool:
    """Save what is typed. Returns False if the name, visit or size is invalid, or the person has no key."""
    key, text = data_keys.data_key(granted.me.id, granted.me.epoch), as_stored(typed)
    if key is None or len(text) > MAX_DRAFT_BYTES or not _can_be(visit, name):
        return False
    sealed = data_keys.seal(key, text, _context(granted, visit, name))
    mine = Draft.objects.filter(stream=granted.stream, person=granted.me.id)
    if mine.filter(visit=visit, name=name).update(sealed=sealed):
        return True
    if mine.count() >= MAX_DRAFTS and not _drop_without_words(granted):
        return False
    Draft.objects.update_or_create(
        stream_id=granted.stream, person_id=granted.me.id, visit=visit, name=name, defaults={"sealed": sealed}
    )
    return True


def forget(granted: PartnerAccess, visit: int, name: str) -> None:
    """Delete the drafts of a form that was accepted: its own, and those that were put back into it."""
    sent = Draft.objects.filter(stream=granted.stream, person=granted.me.id, name=name)
    sent.filter(visit__lte=visit, visit__gte=visit - VISITS_PUT_BACK).delete()


def drop(granted: PartnerAccess, visit: int, name: str) -> bool:
    """Delete one draft, because its author wants that. Returns False if the name or the visit is invalid."""
    if not _can_be(visit, name):
        return False
    Draft.objects.filter(stream=granted.stream, person=granted.me.id, visit=visit, name=name).delete()
    return True


def _can_be(visit: int, name: str) -> bool:
    """Return whether a form of this visit could have this name."""
    return 0 < visit < 2**31 and bool(FORM_NAME.fullmatch(name))


def drop_all(granted: PartnerAccess) -> None:
    """Delete all drafts of one person in one session, because they want that."""
    Draft.objects.filter(stream=granted.stream, person=granted.me.id).delete()


def _drop_without_words(granted: PartnerAccess) -> int:
    """Delete the drafts that hold choices alone, which nobody misses. Returns how many there were."""
    rows = Draft.objects.filter(stream=granted.stream, person=granted.me.id)
    found = _opened(granted, list(rows.values("pk", "visit", "name", "sealed")))
    return rows.filter(pk__in=[row["pk"] for row, typed in found if not words_of(typed)]).delete()[0]


@dataclass(frozen=True)
class LeftOver:
    """Unsent texts of a form that is no longer there: that of this name at this visit."""

    visit: int
    name: str
    words: tuple[str, ...]


Shown = tuple[dict[str, dict[str, Any]], tuple[LeftOver, ...]]
"""The drafts for the forms of a visit by command name, and what is left over of forms that are gone."""


@dataclass(frozen=True)
class Wanted:
    """Whose drafts are wanted, and for which visit.

    `offered`: the names of the forms that are there then; None for all.
    `sent`: the visit and name of the form that is just being sent.
    """

    granted: PartnerAccess
    visit: int
    offered: frozenset[str] | None = None
    sent: tuple[int, str] | None = None


def of(granted: PartnerAccess, visit: int, offered: frozenset[str] | None = None) -> Shown:
    """Return the drafts that are shown at this visit, where these forms are there."""
    return of_several([Wanted(granted, visit, offered)])[0]


def of_several(several: Sequence[Wanted]) -> list[Shown]:
    """Return the drafts that are shown at each visit, in one query. Forms that are being sent lose theirs."""
    if not several:
        return []
    streams = Ids({one.granted.stream for one in several})
    rows: dict[tuple[UUID, UUID], list[dict[str, Any]]] = {}
    for row in _DRAFTS.rows(streams=streams):
        rows.setdefault((row["stream"], row["person"]), []).append(row)
    found, gone = [], []
    for one in several:
        mine = rows.get((one.granted.stream, one.granted.me.id), [])
        sent = [row for row in mine if _is_sent(row, one)]
        gone += [row["pk"] for row in sent]
        found.append(_shown(one, [row for row in mine if row not in sent]))
    if gone:
        Draft.objects.filter(pk__in=gone).delete()
    return found


def _is_sent(row: Mapping[str, Any], wanted: Wanted) -> bool:
    if wanted.sent is None:
        return False
    visit, name = wanted.sent
    return bool(row["name"] == name and visit - VISITS_PUT_BACK <= row["visit"] <= visit)


def _shown(wanted: Wanted, rows: Rows) -> Shown:
    mine: dict[str, dict[str, Any]] = {}
    left: list[LeftOver] = []
    for row, typed in _opened(wanted.granted, rows):
        visit, name = row["visit"], row["name"]
        is_there = wanted.offered is None or name in wanted.offered
        if visit >= wanted.visit - VISITS_PUT_BACK:
            mine[name] = typed
        words = () if is_there and visit == wanted.visit else words_of(typed)
        if words:
            left.append(LeftOver(visit, name, words))
    return mine, tuple(left)


def _opened(granted: PartnerAccess, rows: Rows) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Return each row with what was typed; nothing once the person's key is destroyed."""
    key = data_keys.data_key(granted.me.id, granted.me.epoch) if rows else None
    found = []
    for row in rows if key else ():
        sealed, visit, name = bytes(row["sealed"]), row["visit"], row["name"]
        found.append((row, json.loads(data_keys.unseal(key or b"", sealed, _context(granted, visit, name)))))
    return found


def _drafts_of(streams: Ids) -> Any:
    drafts = Draft.objects.filter(Among("stream", streams)).order_by("visit")
    return drafts.values("pk", "stream", "person", "visit", "name", "sealed")


_DRAFTS: Final = CompiledQuery(_drafts_of, streams=Ids)


def all_of(granted: PartnerAccess) -> list[dict[str, Any]]:
    """Return everything that this person typed in this session and did not send."""
    rows = Draft.objects.filter(stream=granted.stream, person=granted.me.id).order_by("visit")
    return [typed for _row, typed in _opened(granted, list(rows.values("visit", "name", "sealed")))]


def exported(granted: PartnerAccess) -> list[dict[str, Any]]:
    """Return the same for their export: what was typed, by the names of the fields."""
    return [{name: one for name, one in typed.items() if name != TEXTS} for typed in all_of(granted)]


def _context(granted: PartnerAccess, visit: int, name: str) -> bytes:
    return f"draft|{granted.stream}|{granted.partner.value}|{visit}|{name}".encode()
