"""The form with which a counselor marks items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.core.items import items
from exercises.core.text import Written
from exercises.counselor.marks.marking import MOST_MARKED
from exercises.live.store import streams
from exercises.translate import Reader


class MarkItems(forms.Form):
    """Which items of one exercise, by their numbers; none takes all marks back."""

    marked = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What you would like to talk about"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, definition: str, reader: Reader, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = items(streams.exercise(definition))
        found = [(str(number), reader.text(Written(one.title))) for number, one in enumerate(known)]
        self.fields["marked"].choices = found  # type: ignore[attr-defined]

    def clean_marked(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["marked"]
        if len(chosen) > MOST_MARKED:
            says = _("Please mark %(most)s at most: those that matter most for your next talk.")
            raise ValidationError(says % {"most": MOST_MARKED})
        return chosen
