"""Drafts: what somebody typed and has not sent. Sealed under their key, one per form, last write wins."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from couples.among import Among
from couples.compiled_query import CompiledQuery, Ids
from couples.keys import data_keys
from exercises.live.access import PartnerAccess
from exercises.live.models import Draft

FORM_NAME: Final = re.compile(r"[a-z_]{1,40}")
MAX_DRAFT_BYTES: Final = 48 * 1024
VISITS_SHOWN: Final = 2
"""The number of visits for which an unsent text stays on its author's screen."""
MAX_DRAFTS: Final = 12
"""Drafts of one person in one session; an upper bound above what any exercise has forms."""


def save(granted: PartnerAccess, visit: int, name: str, typed: Mapping[str, Any]) -> bool:
    """Save what is typed. Returns False if the name, visit or size is invalid, or the person has no key."""
    key, text = data_keys.data_key(granted.me.id, granted.me.epoch), _as_stored(typed)
    if key is None or not FORM_NAME.fullmatch(name) or len(text) > MAX_DRAFT_BYTES or not 0 < visit < 2**31:
        return False
    sealed = data_keys.seal(key, text, _context(granted, visit, name))
    mine = Draft.objects.filter(stream=granted.stream, person=granted.me.id)
    if mine.filter(visit=visit, name=name).update(sealed=sealed):
        return True
    if mine.count() >= MAX_DRAFTS:
        return False
    Draft.objects.update_or_create(
        stream_id=granted.stream, person_id=granted.me.id, visit=visit, name=name, defaults={"sealed": sealed}
    )
    return True


def too_long(typed: Mapping[str, Any]) -> str | None:
    """Return the name of the longest field if what is typed is too long to be kept, else None."""
    if len(_as_stored(typed)) <= MAX_DRAFT_BYTES:
        return None
    return max(typed, key=lambda name: len(_as_stored({name: typed[name]})))


def _as_stored(typed: Mapping[str, Any]) -> bytes:
    return json.dumps(_readable(typed), ensure_ascii=False).encode("utf-8", "replace")


def forget(granted: PartnerAccess, visit: int, name: str, now_at: int) -> None:
    """Delete the draft of a form accepted at the visit `now_at`, and drafts too old to be shown."""
    sent, too_far_back = Q(visit=visit, name=name), Q(visit__lt=now_at - VISITS_SHOWN)
    Draft.objects.filter(sent | too_far_back, stream=granted.stream, person=granted.me.id).delete()


def _readable(typed: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return only the strings and lists of strings: nothing else can be typed."""
    found: dict[str, str | list[str]] = {}
    for name, value in typed.items():
        if isinstance(value, str):
            found[str(name)] = value
        elif isinstance(value, list):
            found[str(name)] = [one for one in value if isinstance(one, str)]
    return found


Shown = tuple[dict[str, dict[str, Any]], tuple[str, ...]]
"""The drafts for the forms of a visit by command name, and the unsent texts of the visits just before."""


@dataclass(frozen=True)
class Wanted:
    """Whose drafts are wanted, and for which visit. `sent`: the visit and name of the form that is just being sent."""

    granted: PartnerAccess
    visit: int
    sent: tuple[int, str] | None = None


def of(granted: PartnerAccess, visit: int) -> Shown:
    """Return the drafts that are shown at this visit."""
    return of_several([Wanted(granted, visit)])[0]


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
        kept = [row for row in mine if row["visit"] >= one.visit - VISITS_SHOWN and not _is_sent(row, one)]
        gone += [row["pk"] for row in mine if one.sent and row not in kept]
        found.append(_shown(one.granted, one.visit, kept))
    if gone:
        Draft.objects.filter(pk__in=gone).delete()
    return found


def _is_sent(row: Mapping[str, Any], wanted: Wanted) -> bool:
    return (row["visit"], row["name"]) == wanted.sent


def _shown(granted: PartnerAccess, visit: int, rows: Sequence[Mapping[str, Any]]) -> Shown:
    mine: dict[str, dict[str, Any]] = {}
    left: list[str] = []
    key = data_keys.data_key(granted.me.id, granted.me.epoch) if rows else None
    for draft in rows if key else ():
        context = _context(granted, draft["visit"], draft["name"])
        typed = json.loads(data_keys.unseal(key or b"", bytes(draft["sealed"]), context))
        mine[draft["name"]] = typed
        if draft["visit"] < visit:
            left += [value for value in typed.values() if isinstance(value, str) and len(value.split()) > 1]
    return mine, tuple(left)


def _drafts_of(streams: Ids) -> Any:
    drafts = Draft.objects.filter(Among("stream", streams)).order_by("visit")
    return drafts.values("pk", "stream", "person", "visit", "name", "sealed")


_DRAFTS: Final = CompiledQuery(_drafts_of, streams=Ids)


def all_of(granted: PartnerAccess) -> list[dict[str, Any]]:
    """Return everything that this person typed in this session and did not send."""
    key = data_keys.data_key(granted.me.id, granted.me.epoch)
    rows = Draft.objects.filter(stream=granted.stream, person=granted.me.id) if key else []
    return [
        json.loads(data_keys.unseal(key or b"", bytes(row.sealed), _context(granted, row.visit, row.name)))
        for row in rows
    ]


def _context(granted: PartnerAccess, visit: int, name: str) -> bytes:
    return f"draft|{granted.stream}|{granted.partner.value}|{visit}|{name}".encode()
