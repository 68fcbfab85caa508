"""Start sessions. The person who starts one has joined it; their partner has not."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from couples import hooks
from couples.pairing.models import Couple, Membership
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.models import DefinitionVersion
from exercises.core.events import Entered
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.models import Stream
from exercises.live.store import records
from exercises.live.store.insert import NewRecord


def start_session(couple: Couple, user_id: UUID, slug: str) -> UUID:
    """Start a session of this exercise, if a couple may start it without a counselor. Raises Refused."""
    return start_version(couple, user_id, version_of(_free(slug)))


def start_version(
    couple: Couple, user_id: UUID, version: DefinitionVersion, taken_up: UUID | None = None
) -> UUID:
    """Start a session of this version, opened by this member of the couple. Returns its id; raises Refused.

    `taken_up`: the assignment that the session carries out.
    """
    people = dict(Membership.objects.filter(couple=couple, left_at=None).values_list("voice", "user_id"))
    if user_id not in people.values() or len(people) != 2:
        raise Refused("not_yours", _("This needs both of you."))
    try:
        with transaction.atomic():
            Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)  # serializes with leaving
            stream = Stream.objects.create(
                kind=Stream.Kind.SESSION,
                couple=couple,
                definition=version,
                assignment_id=taken_up,
                person_a=people["a"],
                person_b=people["b"],
            )
            granted = access.of_partner(stream.pk, Caller(user_id))
            records.append(NewRecord(granted, uuid4(), b"", [Entered(granted.partner)], timezone.now()))
    except access.AccessDenied:  # the couple ended in the meantime
        raise Refused("not_yours", _("This needs both of you.")) from None
    except IntegrityError:
        raise Refused("not_your_turn", _("A session is already open. You can join it.")) from None
    hooks.tell(hooks.home_changed, people.values())
    return stream.pk


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
