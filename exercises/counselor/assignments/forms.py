"""The forms with which a counselor assigns an exercise, and changes what she says with it. They only check input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from couples.amounts import length_text
from couples.written import Words
from exercises import catalog
from exercises.counselor.assignments import assignable
from exercises.counselor.assignments.assignable import Assignable
from exercises.counselor.assignments.words import MAX_NOTE_LENGTH, MAX_TOPIC_LENGTH, Said
from exercises.counselor.day_field import Day

MAX_DUE_AHEAD: Final = timedelta(days=365)


def _in_short(one: Assignable) -> str:
    return ngettext("%(title)s, %(minutes)d minute", "%(title)s, %(minutes)d minutes", one.minutes) % {
        "title": one.title,
        "minutes": one.minutes,
    }


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


class ToSay(forms.Form):
    """What it could be about, a day to aim for, and a note: each of them optional. `day_before`: what was chosen once
    may stay, though it has passed."""

    topic = Words(
        label=_("What it could be about (optional)"),
        help_text=_("Both read it as your suggestion, also in the session."),
        required=False,
        max_length=MAX_TOPIC_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    due_on = Day(
        label=_("A day to aim for (optional)"),
        help_text=_(
            "Both partners see it as a suggestion. There are no reminders, and nothing happens when the day passes."
        ),
    )
    note = Words(
        label=_("A note to both partners (optional)"),
        help_text=_("Both read the same note. Please don’t repeat anything that one of them told you alone."),
        required=False,
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, day_before: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day_before, today = day_before, timezone.localdate()
        days = {
            "min": min(today, day_before or today).isoformat(),
            "max": (today + MAX_DUE_AHEAD).isoformat(),
        }
        self.fields["due_on"].widget.attrs.update(days)

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day and day != self.day_before and not today <= day <= today + MAX_DUE_AHEAD:
            within = length_text(MAX_DUE_AHEAD)
            raise ValidationError(
                _("Please choose today or a later day, no more than %(within)s from now.")
                % {"within": within}
            )
        return day

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["note"], self.cleaned_data["topic"])


class Assign(ToSay):
    """Which exercise, and what she says with it."""

    exercise = forms.ChoiceField(
        label=_("Exercise"), error_messages={"required": _("Please choose an exercise.")}
    )
    field_order = ("exercise", "topic", "due_on", "note")

    def __init__(self, *args: Any, unspoken: Mapping[UUID, str] | None = None, **kwargs: Any) -> None:
        """`unspoken`: the names of the partners with whom, as far as is recorded, she has not spoken alone."""
        super().__init__(*args, **kwargs)
        named = unspoken or {}
        self._people = {f"alone_{number}": person for number, person in enumerate(named, 1)}
        self.fields.update({name: SpokenAlone(named[person]) for name, person in self._people.items()})
        every = [
            (name, [(one.slug, _in_short(one)) for one in several]) for name, several in assignable.groups()
        ]
        self.fields["exercise"].choices = [("", _("Please choose")), *every]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the days that are missing where the chosen exercise needs them."""
        given: dict[str, Any] = super().clean() or {}
        chosen = catalog.named(given.get("exercise") or "")
        if chosen is not None and chosen.with_counselor:
            for name in self._people:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Please enter the day. This exercise is not given without it."))
        return given

    @property
    def of_assignment(self) -> list[BoundField]:
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
