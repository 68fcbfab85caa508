"""The field of a counselor's forms for a day, which she may leave empty."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

FORMAT: Final = "%Y-%m-%d"
"""As browsers send what is chosen in a calendar."""


class Day(forms.DateField):
    """A day, chosen in a calendar or typed as year-month-day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format=FORMAT),
            input_formats=[FORMAT],
            error_messages={"invalid": _("Please enter the date as year-month-day.")},
            **more,
        )
