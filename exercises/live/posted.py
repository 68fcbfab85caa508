"""Read posted forms: their fields, the command in them, and the sentences of a refusal. Nothing is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import QueryDict

from exercises.core.fields import RESERVED
from exercises.core.text import Refused
from exercises.live.decision import Command
from exercises.translate import Reader

AS_DRAFT: Final = "as_draft"
"""What makes a posted form a draft and no command; see `unsent`."""


def read_fields(posted: QueryDict) -> dict[str, Any]:
    """Return strings, or lists of strings where a name came more than once. Empty fields are left out."""
    fields: dict[str, Any] = {}
    for name in posted:
        values = posted.getlist(name)
        if name not in RESERVED and values != [""]:
            fields[name] = values if len(values) > 1 else values[0]
    return fields


def read_command(posted: QueryDict) -> Command:
    """Return the command of a posted form. An invalid visit becomes 0, an invalid id a new one."""
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
    """Return the sentence of a refusal and one for each invalid field, in the reader's language."""
    reader = Reader.for_anybody()
    return reader.text(refused.message), {name: reader.text(why) for name, why in refused.fields.items()}
