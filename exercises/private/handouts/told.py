"""What one person told their counselors of handouts: own words, sealed under their key in one field of fixed length.

Each is for the counselor who gave the handout, for as long as her link is in force. Its author can take it back at any
time. Whether she has read it is stored nowhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from couples.lock.locks import OpenStore
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.private.handouts.received import Handout
from exercises.private.models import Handouts

MOST_TOLD: Final = 12
MAX_WORDS_LENGTH: Final = 400
TOLD_AN_HOUR: Final = 10
"""How often somebody can tell something within COUNTED_FOR, taken back or not."""
COUNTED_FOR: Final = timedelta(hours=1)
SIZE: Final = 24 * 1024 - data_keys.LENGTH_BYTES
"""Bytes: enough for as many as there can be, in characters of four bytes each."""


@dataclass(frozen=True)
class Telling:
    """`id`: of the form that was sent. `link`: by which the handout was given. `on`: in ISO form."""

    id: str
    handout: str
    link: str
    slug: str
    on: str
    words: str


@dataclass
class Contents:
    """`lately`: when something was told, in seconds, as far as it still counts."""

    told: list[Telling] = field(default_factory=list)
    lately: list[int] = field(default_factory=list)


def nothing(person: UUID, data_key: bytes) -> bytes:
    """Return the field of somebody who told nothing, as long as any other."""
    return _sealed(Contents(), person, data_key)


def read(open_store: OpenStore) -> list[Telling]:
    """Return what this person told, the latest first."""
    return _contents(open_store.person, open_store.data_key).told[::-1]


def to(link: UUID, person: UUID) -> list[Telling]:
    """Return what this person told by this link, the latest first. The caller asks whether it is in force."""
    key = data_keys.data_key(person)
    told = _contents(person, key).told if key else []
    return [one for one in reversed(told) if one.link == str(link)]


def tell(open_store: OpenStore, handout: Handout, words: str, sent: UUID) -> None:
    """Tell the counselor who gave it. Raises Refused. Sent twice, it is told once."""
    with _changing(open_store) as contents:
        if any(one.id == sent.hex for one in contents.told):
            return
        _check(contents, handout)
        made = Telling(
            sent.hex,
            handout.id.hex,
            str(handout.link),
            handout.slug,
            timezone.localdate().isoformat(),
            words,
        )
        contents.told.append(made)
        contents.lately.append(int(time.time()))


def take_back(open_store: OpenStore, telling: str) -> None:
    """Delete what was told, for its counselor too. Idempotent."""
    with _changing(open_store) as contents:
        contents.told = [one for one in contents.told if one.id != telling]


def _check(contents: Contents, handout: Handout) -> None:
    if any(one.handout == handout.id.hex for one in contents.told):
        raise Refused(
            "invalid", _("You have told this already. To say something else, take that back first.")
        )
    if len(contents.told) >= MOST_TOLD:
        raise Refused("invalid", _("There is no room for more that you told. Take something back first."))
    if len(contents.lately) >= TOLD_AN_HOUR:
        raise Refused("too_fast", _("You have told many things just now. Please wait a while."))


@contextmanager
def _changing(open_store: OpenStore) -> Iterator[Contents]:
    """Yield what there is, to be changed, holding the row."""
    with transaction.atomic():
        row = Handouts.objects.select_for_update().defer("received").get(person=open_store.person)
        contents = _opened(bytes(row.told), open_store.person, open_store.data_key)
        yield contents
        row.told = _sealed(contents, open_store.person, open_store.data_key)
        row.save(update_fields=["told"])


def _contents(person: UUID, key: bytes) -> Contents:
    stored = Handouts.objects.filter(person=person).values_list("told", flat=True).first()
    return _opened(bytes(stored), person, key) if stored else Contents()


def _opened(stored: bytes, person: UUID, key: bytes) -> Contents:
    plain = unseal_or_note(key, stored, _context(person))
    if plain is None:
        return Contents()
    said: dict[str, Any] = json.loads(plain)
    since = time.time() - COUNTED_FOR.total_seconds()
    return Contents([Telling(**one) for one in said["told"]], [at for at in said["lately"] if at > since])


def _sealed(contents: Contents, person: UUID, key: bytes) -> bytes:
    body = json.dumps(asdict(contents), ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    if len(body) > SIZE:
        raise Refused("invalid", _("This takes more room than there is. Please make it shorter."))
    return data_keys.seal(key, body.ljust(SIZE), _context(person))


def _context(person: UUID) -> bytes:
    return f"told|{person}".encode()
