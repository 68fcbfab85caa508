"""A session of the small exercise around a step kind, stored and played as any other. Knows no kind."""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from uuid import uuid4

from django.utils import timezone

from couples.accounts.models import User
from couples.pairing.models import Couple
from exercises.catalog import CoupleDefinition
from exercises.core.events import Entered
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.models import Stream
from exercises.live.store import records, versions
from exercises.live.store.insert import NewRecord
from tests.core.examples import OF_KIND
from tests.exercises.live.rooms import Chair, Room


def definition(kind: str) -> CoupleDefinition:
    """The example of the kind, as an author might have written it."""
    steps = [
        {"id": step.id, "kind": step.kind.name, "title": step.title, **dataclasses.asdict(step.settings)}
        for step in OF_KIND[kind].steps
    ]
    said = dict.fromkeys(("title", "purpose", "not_for", "provenance"), "Example")
    body = {"format": 1, "slug": "example", "for": "couple", "minutes": 5, **said, "steps": steps}
    body["evidence"] = {"grade": "C", "says": "None"}
    return CoupleDefinition.model_validate_json(json.dumps(body))


def room_of(kind: str, couple: Couple, alex: User, blair: User) -> Room:
    """Alex opened such a session and Blair joined it."""
    stream = Stream.objects.create(
        kind=Stream.Kind.SESSION,
        couple=couple,
        definition=versions.of(definition(kind)),
        person_a=alex.pk,
        person_b=blair.pk,
    )
    granted = access.of_partner(stream.pk, Caller(alex.pk))
    records.append(NewRecord(granted, uuid4(), b"", [Entered(granted.partner)], timezone.now()))
    at = partial(Chair, stream.pk)
    room = Room(stream.pk, at(alex), at(blair))
    room.blair.do("enter")
    return room
