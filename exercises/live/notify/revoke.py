"""Make open connections check their access again, when a sign-in has ended or a counselor may see less.

Connections of this process are marked before the request is answered; those of other processes get a broadcast.
Whether a connection stays open is decided by its own check.
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
    """Recheck the connections of a person, some or all of whose sign-ins have ended, after the commit."""
    transaction.on_commit(partial(_show_again, person))


def withdrawn(link: Counseling) -> None:
    """Recheck the connections of a counselor who may see less. Without both partners' consent, end their presence.

    Both partners' screens are made again where she is in the room: they say what she can see there.
    """
    if link.couple_id is None:
        return
    stays = scopes.LIVE in consent.shared(link)
    ends = presence.rooms_of if stays else presence.leave
    rooms = ends(link.couple_id, link.counselor_id)
    told = [(room, partner) for room in rooms for partner in Partner]
    transaction.on_commit(partial(_show_again, link.counselor_id, *told))


def _show_again(person: UUID, *others: Audience) -> None:
    poller.mark_stale(person)
    async_to_sync(broadcast.announce)([person, *others])
