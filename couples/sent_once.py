"""The id of what a form adds: the same however often that form is sent, so that it is added once.

A page puts a random value into each form (`{% form_id %}`). From it, the person, the address and what was filled in, an
id is derived here, under a key outside the database. Whoever stores the new thing gives it this id, and the database
keeps each id once. Other words under the same value are another intention, and get another id.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

import orjson
from django.db.models import Model
from django.http import HttpRequest

from couples.keys import data_keys

FIELD: Final = "id"
UNHEEDED: Final = frozenset({"csrfmiddlewaretoken"})
"""What may differ where the same form is sent again."""


def id_of(request: HttpRequest) -> UUID:
    """Return the id of what this posted form adds; a random one for a form without a value of its own."""
    if not request.POST.get(FIELD):
        return uuid4()
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in UNHEEDED)
    said = orjson.dumps([str(request.user.pk), request.path, sent])
    return UUID(bytes=data_keys.mac("form sent", said)[:16], version=4)


def unused(model: type[Model], given: UUID | None) -> UUID:
    """Return the id of the form; a random one where something that is over has it, for then another one is meant."""
    if given is None or model._default_manager.filter(pk=given).exists():
        return uuid4()
    return given
