"""Doors that close on open tabs: a sign-in ended, a counselor may see less. Refuses to decide who may stay: tabs look.

The tabs of this process learn it before whoever caused it has an answer; those of other processes by a hint.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction

from couples.counseling import consent, scopes
from couples.counseling.models import Counseling
from exercises.core.pair import Partner
from exercises.live.notify import broadcast
from exercises.live.notify.broadcast import Audience
from exercises.live.notify.poll import poller
from exercises.live.store import presence


def signed_out(person: UUID) -> None:
    """Some or all sign-ins of this person have ended."""
    transaction.on_commit(partial(_show_again, person))


def withdrawn(link: Counseling) -> None:
    """The counselor of this link may see less than before. Without both consents she is in no room any more."""
    if link.couple_id is None:
        return
    stays = scopes.LIVE in consent.shared(link)
    rooms = [] if stays else presence.leave(link.couple_id, link.counselor_id)
    told = [(room, partner) for room in rooms for partner in Partner]
    transaction.on_commit(partial(_show_again, link.counselor_id, *told))


def _show_again(person: UUID, *others: Audience) -> None:
    poller.mark_stale(person)
    async_to_sync(broadcast.announce)([person, *others])
