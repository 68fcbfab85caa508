"""The form with which a counselor gives an exercise to one of two partners alone. It only checks input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from couples.written import Words
from exercises.counselor.to_one.giving import NewHandout
from exercises.private.handouts import shown
from exercises.private.handouts.received import MAX_NOTE_LENGTH
from exercises.translate import in_language


class GiveToOne(forms.Form):
    """Which exercise for one, and an optional note."""

    exercise = forms.ChoiceField(
        label=_("Exercise"), error_messages={"required": _("Please choose an exercise.")}
    )
    note = Words(
        label=_("A note (optional)"),
        help_text=_(
            "Write it as if somebody could read over that person’s shoulder. Leave out what the other told you alone."
        ),
        required=False,
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(one.slug, _in_short(in_language(one.title), one.minutes)) for one in shown.exercises()]
        self.fields["exercise"].choices = [("", _("Please choose")), *every]  # type: ignore[attr-defined]

    @property
    def new(self) -> NewHandout:
        """What was filled in, once it is valid."""
        return NewHandout(self.cleaned_data["exercise"], self.cleaned_data["note"])


def _in_short(title: str, minutes: int) -> str:
    return ngettext("%(title)s, %(minutes)d minute", "%(title)s, %(minutes)d minutes", minutes) % {
        "title": title,
        "minutes": minutes,
    }
