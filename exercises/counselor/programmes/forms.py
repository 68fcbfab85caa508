"""The forms with which a counselor writes a programme down, and starts it with a couple. They only check input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from couples.written import Words
from exercises import catalog
from exercises.counselor.assignments.forms import Saying, choices
from exercises.counselor.programmes.contents import MAX_TITLE_LENGTH, Written
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.templates import MAX_ITEMS, Template
from exercises.counselor.spoken_alone import AsksWhetherSpoken

MAX_DAYS: Final = 90
RULES: Final = (
    (When.AT_ONCE, _("At once")),
    (When.AFTER, _("After the one before")),
    (When.DAYS_AFTER, _("Some days after the one before")),
    (When.WEEKLY, _("A week after the one before came, done or not")),
)


OF_THE_FIRST: Final = ((When.AT_ONCE, _("At once")), (When.DAYS_AFTER, _("Some days after the start")))
"""Nothing comes before the first."""


def in_words(when: When, days: int, is_first: bool = False) -> str:
    """Return the rule in words, for lists."""
    if is_first and when == When.DAYS_AFTER:
        return ngettext("%(days)d day after the start", "%(days)d days after the start", days) % {
            "days": days
        }
    if when != When.DAYS_AFTER:
        return str(dict(RULES)[When.AT_ONCE if is_first else when])
    return ngettext("%(days)d day after the one before", "%(days)d days after the one before", days) % {
        "days": days
    }


class Title(forms.Form):
    title = Words(
        label=_("Title"),
        max_length=MAX_TITLE_LENGTH,
        help_text=_("Only you read it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class ItemForm(Saying):
    """An exercise in a programme: when its turn comes, and what she says with it."""

    exercise = forms.ChoiceField(
        label=_("Exercise"), error_messages={"required": _("Please choose an exercise.")}
    )
    when = forms.ChoiceField(
        label=_("When"), choices=RULES, widget=forms.RadioSelect, initial=When.AFTER.value
    )
    days = forms.IntegerField(
        label=_("How many days (for “some days after”)"),
        required=False,
        min_value=1,
        max_value=MAX_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("exercise", "when", "days", "topic", "note")

    def __init__(self, *args: Any, is_first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exercise"].choices = choices()  # type: ignore[attr-defined]
        if is_first:
            self.fields["when"].choices = OF_THE_FIRST  # type: ignore[attr-defined]

    @classmethod
    def of(cls, one: Written, sent: Any = None, is_first: bool = False) -> ItemForm:
        """Return the form with what was written down, or with what was sent."""
        days = one.days if one.when == When.DAYS_AFTER else None
        when = When.AT_ONCE if is_first and days is None else one.when
        return cls(
            sent,
            is_first=is_first,
            initial={
                **{"exercise": one.slug, "when": when.value, "days": days},
                **{"topic": one.topic, "note": one.note},
            },
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("when") == When.DAYS_AFTER and not given.get("days") and "days" not in self.errors:
            self.add_error("days", _("Please say how many days."))
        return given

    def written(self, item: UUID) -> Written:
        """Return the item that was filled in, once it is valid."""
        given, when = self.cleaned_data, When(self.cleaned_data["when"])
        days = given["days"] if when == When.DAYS_AFTER else 0
        return Written(item, given["exercise"], when, days, self.said.topic, self.said.note)


class Add(AsksWhetherSpoken, ItemForm):
    """An exercise that is added to a programme while it runs, with the days that it needs."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if _needs_her(given.get("exercise") or ""):
            self.ask_for_missing_days(given)
        return given


class NewPosition(forms.Form):
    """To which position an item moves, counted from one."""

    position = forms.IntegerField(min_value=1, max_value=MAX_ITEMS)


class Start(AsksWhetherSpoken):
    """Which of her programmes she starts."""

    programme = forms.ChoiceField(
        label=_("Programme"), error_messages={"required": _("Please choose a programme.")}
    )

    def __init__(self, *args: Any, templates: Sequence[Template], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.id): one for one in templates}
        every = [(key, one.title) for key, one in self.by_id.items()]
        self.fields["programme"].choices = [("", _("Please choose")), *every]  # type: ignore[attr-defined]
        self.order_fields(["programme"])

    def clean(self) -> dict[str, Any]:
        """Ask for the days that are missing where something in it needs them."""
        given: dict[str, Any] = super().clean() or {}
        chosen = self.by_id.get(given.get("programme") or "")
        if chosen and any(_needs_her(one.slug) for one in chosen.items):
            self.ask_for_missing_days(given)
        return given

    @property
    def chosen(self) -> Template:
        return self.by_id[self.cleaned_data["programme"]]


def _needs_her(slug: str) -> bool:
    definition = catalog.named(slug)
    return definition is not None and definition.with_counselor
