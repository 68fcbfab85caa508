"""The form with which a counselor asks for a scope."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.amounts import length_text
from couples.counseling.scopes import SCOPES, Scope
from exercises.counselor.asking.asked import LIFETIME
from exercises.counselor.caseload.words import short
from exercises.counselor.day_field import Day


class AskFor(forms.Form):
    """One of the scopes that can be asked for, and a day by which it would help her. `closed`: those that can't."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What would help you"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose one."),
            "invalid_choice": gettext_lazy("Please choose one of these."),
        },
    )
    before = Day(
        label=gettext_lazy("Before which day (optional)"),
        help_text=gettext_lazy("For example that of your next meeting. Nothing happens when it has come."),
    )

    def __init__(self, closed: Collection[Scope], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(one.value, short(one)) for one in SCOPES if one not in closed]
        self.fields["scope"].choices = left  # type: ignore[attr-defined]
        today = timezone.localdate()
        days = {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + LIFETIME).isoformat(),
        }
        self.fields["before"].widget.attrs.update(days)

    def clean_before(self) -> date | None:
        day: date | None = self.cleaned_data["before"]
        today = timezone.localdate()
        if day and not today < day <= today + LIFETIME:
            says = _("Please choose a day after today, no more than %(within)s from now.")
            raise ValidationError(says % {"within": length_text(LIFETIME)})
        return day
