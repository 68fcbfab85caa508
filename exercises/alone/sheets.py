"""A private form: the fields of the core, as the templates show them and as they are checked. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises import forms
from exercises.core.asking import Offer
from exercises.core.fields import Field
from exercises.core.words import Refused
from exercises.core.words import say as _
from exercises.posted import refusal
from exercises.wording import Reader

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """`some`: at least one of the fields must hold something, whichever it is."""

    fields: tuple[Field, ...]
    some: bool = False

    def clean(self, posted: Raw) -> dict[str, Any]:
        """The values. Raises Refused, which names each field that does not fit."""
        offer = Offer(name="sheet", label=_("Save"), fields=self.fields)
        values = offer.clean(
            {field.name: posted[field.name] for field in self.fields if field.name in posted}
        )
        if self.some and not any(values.values()):
            first = self.fields[0]
            why = _("Please write something in at least one place.")
            raise Refused("invalid", _("There is nothing to keep yet."), {first.name: why})
        return {name: value for name, value in values.items() if value is not None}

    def shown(self, values: Raw, errors: Mapping[str, str] | None = None) -> dict[str, Any]:
        """For a template; `values` as they were typed or kept."""
        offer = Offer(name="sheet", label=_("Save"), fields=self.fields)
        as_typed = {name: str(value) if isinstance(value, int) else value for name, value in values.items()}
        return forms.shown(offer, 0, Reader.for_anybody(), as_typed, errors or {}) | {"refused": ""}

    def refused(self, posted: Raw, refused: Refused) -> dict[str, Any]:
        """The form again with everything that was typed, and what is wrong with it."""
        sentence, errors = refusal(refused)
        return self.shown(posted, errors) | {"refused": sentence}
