"""An observing counselor's screen: which step the couple is at, what she may do, and what is open if both allow that.

Each visit is recorded, and on each day that she reads along.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import access_log, scopes
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import Scope
from couples.pairing.models import Couple
from couples.security_log import Kind, note
from exercises.core import view as views
from exercises.live.access import NO_SUCH, AccessDenied, Caller
from exercises.live.decision import status_of
from exercises.live.observer import access as observer_access
from exercises.live.observer.access import ObserverAccess
from exercises.live.screens.contexts import NOTHING_TYPED, Typed
from exercises.live.screens.partner import ViewerScreen
from exercises.live.screens.rendering import Render
from exercises.live.store import elsewhere, presence, streams
from exercises.translate import Reader


@dataclass(frozen=True)
class ObserverScreen(ViewerScreen):
    """`is_new_visit`: a visit has just started, and both partners must be notified."""

    granted: ObserverAccess
    is_new_visit: bool


def show(stream: UUID, caller: Caller, render: Render, typed: Typed = NOTHING_TYPED) -> ObserverScreen:
    """Return what an observer may see now, with what was refused just now. Raises AccessDenied.

    The consents, the lease that shows the observer to the couple, the access record and the session are read and
    written in one transaction, so that nothing is seen without them. Whether the session is in the room is what its
    records say, too.
    """
    with transaction.atomic():
        granted = observer_access.of_observer(stream, caller)
        is_new_visit = presence.arrive(granted)
        if is_new_visit:
            record(granted, scopes.LIVE)
            elsewhere.look([granted])
        if granted.reads:
            is_new_visit |= _begins_to_read(granted, is_new_visit)
        presence.reads_along(granted, granted.reads)
        session = streams.state_at(granted)
        if status_of(session) != granted.status:
            note(Kind.MAC_BROKEN)
            raise AccessDenied(NO_SUCH)
    view = views.view_of(session, granted.viewer, timezone.localtime())
    made = render(view, Reader(granted.viewer, granted.names), typed)
    return ObserverScreen(view, made, None, granted, is_new_visit)


def _begins_to_read(granted: ObserverAccess, is_new_visit: bool) -> bool:
    """Record that she reads along: in each visit, and on each day. Returns whether it was not recorded yet.

    Raises AccessDenied if what both allow does not hold.
    """
    observer_access.require(granted, scopes.OPENED_LIVE)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    hers = AccessRecord.objects.filter(couple=granted.couple, reader=granted.who, at__gte=today)
    is_new = is_new_visit or not hers.filter(what=scopes.OPENED_LIVE.value).exists()
    if is_new:
        record(granted, scopes.OPENED_LIVE)
    return is_new


def record(granted: ObserverAccess, what: Scope) -> None:
    """Record that she sees this, after everything that locks a row."""
    role = AccessRecord.Role.COUNSELOR
    access_log.record(Couple(pk=granted.couple), User(pk=granted.who), role, what.value)
