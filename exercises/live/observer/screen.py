"""A counselor's look into the room: how far the two are. Each visit leaves a record. Refuses words and acts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import access_log, scopes
from couples.counseling.models import AccessRecord
from couples.pairing.models import Couple
from exercises.core import view as views
from exercises.core.pair import Observer
from exercises.live.access import Caller, StreamAccess
from exercises.live.observer import access as observer_access
from exercises.live.screens.partner import ViewerScreen
from exercises.live.screens.rendering import Render
from exercises.live.store import presence, streams
from exercises.translate import Reader


@dataclass(frozen=True)
class ObserverScreen(ViewerScreen):
    """`news`: with this look a visit began, and the two are to be told."""

    granted: StreamAccess
    news: bool


def show(stream: UUID, caller: Caller, render: Render) -> ObserverScreen:
    """What an observer may see now. Raises access.Shut.

    Whoever looks is in the room, and the couple sees it: the consents, the lease, the record of the visit and the
    sight are of one transaction.
    """
    with transaction.atomic():
        granted = observer_access.of_observer(stream, caller)
        news = presence.arrive(granted)
        if news:
            role = AccessRecord.Role.COUNSELOR
            access_log.record(Couple(pk=granted.couple), User(pk=granted.who), role, scopes.LIVE.value)
        session = streams.state_at(granted)
    view = views.view_of(session, Observer(), timezone.localtime())
    return ObserverScreen(view, render(view, Reader(Observer(), granted.names)), None, granted, news)
