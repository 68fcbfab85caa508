"""A programme that Casey has written down and started, for tests."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.core.cache import cache
from django.utils import timezone

from couples.counseling.models import Counseling
from exercises.counselor import screening
from exercises.counselor.assignments import cards, taking
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.programmes import running, templates
from exercises.counselor.programmes.contents import Written
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.models import Programme
from exercises.live.models import Stream
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED

TITLE = "Three evenings"
TOPIC = "Evenings without a screen"


def item(slug=NEED, when=When.AFTER, days=0, topic="", note="") -> Written:
    return Written(uuid4(), slug, when, days, topic, note)


THREE = (
    item(NEED, topic=TOPIC, note="Begin with this one."),
    item(LIMIT),
    item(BALANCE, When.DAYS_AFTER, 7, topic="How it has become"),
)


def written(counselor, *items: Written, title: str = TITLE) -> templates.Template:
    template = templates.begin(counselor, title, uuid4())
    for one in items or THREE:
        templates.put(counselor, template, one)
    return templates.find(counselor, template)


def started(linked: Counseling, *items: Written, sent: UUID | None = None) -> Programme:
    cache.clear()
    alone = dict.fromkeys(screening.days(linked), timezone.localdate())
    template = written(linked.counselor, *items)
    return running.start(linked.counselor, linked.couple, template, alone, sent or uuid4())


def of(programme: Programme) -> list[Assignment]:
    return [one.assignment for one in running.items_of(programme)]


def shown(couple, user) -> list[tuple[str, int, int, bool]]:
    """Each card on this person's home page: the exercise, its place, of how many, and whether it is still to come."""
    return [
        (card["slug"], card["status"].number, card["status"].of, card["comes_on"] is not None)
        for card in cards.for_home(couple, user)
    ]


def done(couple, user, assignment: Assignment, ago: timedelta = timedelta()) -> None:
    """The two play it through."""
    session = taking.take_up(couple, user, assignment.pk)
    at = timezone.now() - ago
    Stream.objects.filter(pk=session).update(status="over", played_through=True, completed_at=at)
