"""The form of a page of notes. It only checks input."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples.written import Words as WordsField
from exercises.counselor.day_field import Day
from exercises.counselor.notes import contents
from exercises.counselor.notes.contents import Words


class NoteForm(forms.Form):
    """A page of notes. With `is_draft` it may be empty."""

    title = WordsField(
        label=_("Title (optional)"),
        required=False,
        max_length=contents.MAX_TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    day = Day(label=_("Day"))
    text = WordsField(
        label=_("Notes"),
        required=False,
        strip=False,
        max_length=contents.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "autocomplete": "off"}),
    )
    question = WordsField(
        label=_("Question for next time (optional)"),
        required=False,
        max_length=contents.MAX_QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_draft = is_draft
        self.fields["day"].widget.attrs["max"] = timezone.localdate().isoformat()

    @classmethod
    def of(cls, words: Words) -> NoteForm:
        """Return the form with what was saved."""
        return cls(initial={**vars(words), "day": date.fromisoformat(words.day) if words.day else None})

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Please choose today or an earlier day."))
        if not day and not self.is_draft:
            raise ValidationError(_("Please say which day this is about."))
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors or self.is_draft:
            return given
        if not any(given[name].strip() for name in given.keys() - {"title", "day"}):
            self.add_error("text", _("Please write something first, or keep it as a draft."))
        return given

    @property
    def words(self) -> Words:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        day = given["day"].isoformat() if given["day"] else ""
        return Words(**{**given, "day": day, "text": given["text"].rstrip()})
