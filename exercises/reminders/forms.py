"""The form for a weekly hour: the day, the hour, and the time zone in which they are meant. It only checks input."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from couples.meetings import zones
from couples.meetings.forms import ZoneSelect
from exercises.reminders.weekly_mails import Wish


class WeeklyHour(forms.Form):
    """A day of the week, a full hour, and a time zone."""

    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=list(WEEKDAYS.items()), coerce=int)
    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones.choices,
        widget=ZoneSelect,
        help_text=_("The hour is meant in this time zone, also when the clocks change."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(hour, time_format(time(hour), "TIME_FORMAT")) for hour in range(24)]
        self.fields["hour"].choices = hours  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        """What was chosen, once it is valid."""
        return Wish(**self.cleaned_data)
