"""What a form on a page sent in: its fields, the command in it, and what a refusal says of it. It trusts nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from exercises.core.fields import RESERVED
from exercises.core.text import Refused
from exercises.live.commands import Command
from exercises.translate import Reader


def read_fields(posted: QueryDict) -> dict[str, Any]:
    """Strings, and lists of strings where a name came more than once. Fields left empty are left out."""
    fields: dict[str, Any] = {}
    for name in posted:
        values = posted.getlist(name)
        if name not in RESERVED and values != [""]:
            fields[name] = values if len(values) > 1 else values[0]
    return fields


def read_command(posted: QueryDict) -> Command:
    """The command of a filled-in form. What is not a number or an id is taken as one that fits nothing."""
    given = posted.get("visit", "")
    visit = int(given) if re.fullmatch(r"\d{1,9}", given) else 0
    name = posted.get("command", "")[:80]
    return Command(_uuid(posted.get("id", "")), name, visit, read_fields(posted))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def refusal(refused: Refused) -> tuple[str, Mapping[str, str]]:
    """The sentence of a refusal, and one for each field that does not fit, in the reader's language."""
    reader = Reader.for_anybody()
    return reader.text(refused.message), {name: reader.text(why) for name, why in refused.fields.items()}
