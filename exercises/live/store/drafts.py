"""Drafts: what somebody typed and has not sent. Sealed under their key, one per form, last write wins."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from couples.keys import data_keys
from exercises.live.access import PartnerAccess
from exercises.live.compiled_query import CompiledQuery
from exercises.live.models import Draft

FORM_NAME: Final = re.compile(r"[a-z_]{1,40}")
MAX_DRAFT_BYTES: Final = 48 * 1024
VISITS_SHOWN: Final = 2
"""The number of visits for which an unsent text stays on its author's screen."""
MAX_DRAFTS: Final = 12
"""Drafts of one person in one session; an upper bound above what any exercise has forms."""


def save(granted: PartnerAccess, visit: int, name: str, typed: Mapping[str, Any]) -> bool:
    """Save what is typed. Returns False if the name, visit or size is invalid, or the person has no key."""
    key = data_keys.data_key(granted.me.id, granted.me.epoch)
    text = json.dumps(_readable(typed), ensure_ascii=False).encode("utf-8", "replace")
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


def of(granted: PartnerAccess, visit: int) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    """Return the drafts for this visit's forms by command name, and unsent texts of the visits just before."""
    key = data_keys.data_key(granted.me.id, granted.me.epoch)
    if key is None:
        return {}, ()
    rows = _DRAFTS.rows(stream=granted.stream, person=granted.me.id, since=visit - VISITS_SHOWN)
    mine: dict[str, dict[str, Any]] = {}
    left: list[str] = []
    for draft in rows:
        context = _context(granted, draft["visit"], draft["name"])
        typed = json.loads(data_keys.unseal(key, bytes(draft["sealed"]), context))
        mine[draft["name"]] = typed
        if draft["visit"] < visit:
            left += [value for value in typed.values() if isinstance(value, str) and len(value.split()) > 1]
    return mine, tuple(left)


def _drafts_of(stream: UUID, person: UUID, since: int) -> Any:
    drafts = Draft.objects.filter(stream=stream, person=person, visit__gte=since)
    return drafts.order_by("visit").values("visit", "name", "sealed")


_DRAFTS: Final = CompiledQuery(_drafts_of, stream=UUID, person=UUID, since=int)


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
