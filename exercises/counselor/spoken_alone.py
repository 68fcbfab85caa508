"""The fields with which a counselor says with whom she spoke alone, in each form that gives what needs her."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples.counseling.models import Counseling
from exercises.core.pair import Pair
from exercises.counselor import screening
from exercises.counselor.day_field import Day


def unspoken(link: Counseling, names: Pair[str]) -> dict[UUID, str]:
    """Return the names of the partners with whom, as far as is recorded, she has not spoken alone.

    Raises Http404 if one of them has left since the names were read: the link has ended with the couple.
    """
    recorded = screening.days(link)
    if len(recorded) != len(tuple(names)):
        raise Http404
    named = dict(zip(recorded, names, strict=True))
    return {person: named[person] for person, day in recorded.items() if day is None}


class SpokenAlone(Day):
    """The day on which she spoke with one of them alone, today or earlier."""

    def __init__(self, name: str) -> None:
        super().__init__(
            label=_("I spoke with %(name)s alone about safety and being free to say no, on") % {"name": name},
            help_text=_("Nobody but you sees it."),
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(_("This day is yet to come. Please enter the day on which you spoke."))


class AsksWhetherSpoken(forms.Form):
    """A form with a field for each partner with whom she has not spoken alone."""

    def __init__(self, *args: Any, unspoken: Mapping[UUID, str] | None = None, **kwargs: Any) -> None:
        """`unspoken`: their names."""
        super().__init__(*args, **kwargs)
        named = unspoken or {}
        self._people = {f"alone_{number}": person for number, person in enumerate(named, 1)}
        self.fields.update({name: SpokenAlone(named[person]) for name, person in self._people.items()})

    def ask_for_missing_days(self, given: Mapping[str, Any]) -> None:
        """Refuse the form where a day is missing. For what is not given without them."""
        for name in self._people:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("Please enter the day. This is not given without it."))

    @property
    def of_the_rest(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self._people]

    @property
    def of_screening(self) -> list[BoundField]:
        return [self[name] for name in self._people]

    @property
    def asks_for_screening(self) -> bool:
        """Whether one of its fields was filled in or is in error, so that it has to be in sight."""
        return any(field.errors or field.value() for field in self.of_screening)

    @property
    def spoken(self) -> dict[UUID, date]:
        """The days that were entered, by the partner."""
        return {
            person: self.cleaned_data[name]
            for name, person in self._people.items()
            if self.cleaned_data.get(name)
        }
