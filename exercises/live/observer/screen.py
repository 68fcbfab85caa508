"""An observing counselor's screen: which step the couple is at, without content or acts. Each visit is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import access_log, scopes
from couples.counseling.models import AccessRecord
from couples.pairing.models import Couple
from couples.security_log import Kind, note
from exercises.core import view as views
from exercises.core.pair import Observer
from exercises.live.access import NO_SUCH, AccessDenied, Caller, StreamAccess
from exercises.live.decision import status_of
from exercises.live.observer import access as observer_access
from exercises.live.screens.partner import ViewerScreen
from exercises.live.screens.rendering import Render
from exercises.live.store import elsewhere, presence, streams
from exercises.translate import Reader


@dataclass(frozen=True)
class ObserverScreen(ViewerScreen):
    """`is_new_visit`: a visit has just started, and both partners must be notified."""

    granted: StreamAccess
    is_new_visit: bool


def show(stream: UUID, caller: Caller, render: Render) -> ObserverScreen:
    """Return what an observer may see now. Raises AccessDenied.

    The consents, the lease that shows the observer to the couple, the access record and the session are read and
    written in one transaction, so that nothing is seen without them. Whether the session is in the room is what its
    records say, too.
    """
    with transaction.atomic():
        granted = observer_access.of_observer(stream, caller)
        is_new_visit = presence.arrive(granted)
        if is_new_visit:
            role = AccessRecord.Role.COUNSELOR
            access_log.record(Couple(pk=granted.couple), User(pk=granted.who), role, scopes.LIVE.value)
            elsewhere.look([granted])
        session = streams.state_at(granted)
        if status_of(session) != granted.status:
            note(Kind.MAC_BROKEN)
            raise AccessDenied(NO_SUCH)
    view = views.view_of(session, Observer(), timezone.localtime())
    return ObserverScreen(view, render(view, Reader(Observer(), granted.names)), None, granted, is_new_visit)
