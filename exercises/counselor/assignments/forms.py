"""The forms with which a counselor assigns an exercise, and changes what she says with it. They only check input."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
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
from exercises.counselor.spoken_alone import AsksWhetherSpoken

MAX_DUE_AHEAD: Final = timedelta(days=365)


def _in_short(one: Assignable) -> str:
    return ngettext("%(title)s, %(minutes)d minute", "%(title)s, %(minutes)d minutes", one.minutes) % {
        "title": one.title,
        "minutes": one.minutes,
    }


def choices() -> list[tuple[str, Any]]:
    """Return every exercise that can be given, in its groups, for a field in which one is chosen."""
    every = [(name, [(one.slug, _in_short(one)) for one in several]) for name, several in assignable.groups()]
    return [("", _("Please choose")), *every]


class Saying(forms.Form):
    """What it could be about, and a note: each of them optional."""

    topic = Words(
        label=_("What it could be about (optional)"),
        help_text=_("Both read it as your suggestion, also in the session."),
        required=False,
        max_length=MAX_TOPIC_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    note = Words(
        label=_("A note to both partners (optional)"),
        help_text=_("Both read the same note. Please don’t repeat anything that one of them told you alone."),
        required=False,
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
    )

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["note"], self.cleaned_data["topic"])


class ToSay(Saying):
    """The same with a day to aim for. `day_before`: what was chosen once may stay, though it has passed."""

    due_on = Day(
        label=_("A day to aim for (optional)"),
        help_text=_(
            "Both partners see it as a suggestion. There are no reminders, and nothing happens when the day passes."
        ),
    )
    field_order: tuple[str, ...] = ("topic", "due_on", "note")

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


class Assign(AsksWhetherSpoken, ToSay):
    """Which exercise, and what she says with it."""

    exercise = forms.ChoiceField(
        label=_("Exercise"), error_messages={"required": _("Please choose an exercise.")}
    )
    field_order = ("exercise", "topic", "due_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exercise"].choices = choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the days that are missing where the chosen exercise needs them."""
        given: dict[str, Any] = super().clean() or {}
        chosen = catalog.named(given.get("exercise") or "")
        if chosen is not None and chosen.with_counselor:
            self.ask_for_missing_days(given)
        return given
