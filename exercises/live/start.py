"""Start sessions. The person who starts one has joined it; their partner has not."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from couples.pairing.models import Couple, Membership
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.models import DefinitionVersion
from exercises.core.events import Entered, Follows
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.models import Stream
from exercises.live.store import earlier, records, streams
from exercises.live.store.insert import NewRecord


def start_session(couple: Couple, user_id: UUID, slug: str, is_due: bool = False) -> UUID:
    """Start a session of this exercise, if a couple may start it without a counselor. Raises Refused.

    `is_due`: as for `start_version`.
    """
    return start_version(couple, user_id, version_of(_free(slug)), is_due=is_due)


def start_version(
    couple: Couple,
    user_id: UUID,
    version: DefinitionVersion,
    taken_up: UUID | None = None,
    is_due: bool = False,
) -> UUID:
    """Start a session of this version, opened by this member of the couple. Returns its id; raises Refused.

    `taken_up`: the assignment that the session carries out. `is_due`: it may begin however soon after the last one.
    """
    people = _people(couple, user_id)
    try:
        with transaction.atomic():
            Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)  # serializes with leaving
            follows = _followed(couple, version, is_due or taken_up is not None)
            stream = Stream.objects.create(
                kind=Stream.Kind.SESSION,
                couple=couple,
                definition=version,
                assignment_id=taken_up,
                **people,
            )
            _append_first(stream, user_id, follows)
    except access.AccessDenied:  # the couple ended in the meantime
        raise Refused("not_yours", _("This needs both of you.")) from None
    except IntegrityError:
        raise Refused("not_your_turn", _("A session is already open. You can join it.")) from None
    return stream.pk


def _people(couple: Couple, user_id: UUID) -> dict[str, UUID]:
    """Return the two as a stream names them. Raises Refused where this person is not one of two."""
    people = dict(Membership.objects.filter(couple=couple, left_at=None).values_list("voice", "user_id"))
    if user_id not in people.values() or len(people) != 2:
        raise Refused("not_yours", _("This needs both of you."))
    return {f"person_{voice}": person for voice, person in people.items()}


def _append_first(stream: Stream, user_id: UUID, follows: Follows | None) -> None:
    """Append the first record. Raises AccessDenied."""
    granted = access.of_partner(stream.pk, Caller(user_id))
    first = [*([follows] if follows else []), Entered(granted.partner)]
    records.append(NewRecord(granted, uuid4(), b"", first, timezone.now()))


def _followed(couple: Couple, version: DefinitionVersion, is_due: bool) -> Follows | None:
    """Return which session it follows, where a step of it looks back. Raises Refused if it is too soon for another."""
    if not any(step.kind.reads_earlier for step in streams.exercise(version.pk).steps):
        return None
    last = earlier.last_opening(couple, version.slug)
    earlier.check_that_it_is_time(couple, version.slug, last, is_due)
    return last


def _free(slug: str) -> CoupleDefinition:
    definition = catalog.named(slug)
    if definition is None or definition.with_counselor:
        raise Refused("invalid", _("There is no such exercise."))
    return definition


def version_of(definition: CoupleDefinition) -> DefinitionVersion:
    """Return the stored version with exactly this content; it is created if it is new."""
    body = catalog.canonical(definition)
    version, _made = DefinitionVersion.objects.get_or_create(
        hash=catalog.content_hash(body),
        defaults={"slug": definition.slug, "format": body["format"], "body": body},
    )
    return version
