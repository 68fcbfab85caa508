"""Forms for suggesting a time. Day, time and zone are converted to UTC; times skipped by DST are rejected."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from couples.meetings import appointments, zones


class ZoneSelect(forms.Select):
    """A list of all time zones. The options are the same for everybody and are rendered once per process."""

    def optgroups(self, *_: Any) -> list[Any]:
        """Return nothing for Django to render: `render` inserts the options."""
        return []

    def render(self, name: str, value: Any, *more: Any, **named: Any) -> SafeString:
        chosen = f'<option value="{conditional_escape(value)}"'
        options = _options().replace(f"{chosen}>", f"{chosen} selected>", 1)
        markup = super().render(name, value, *more, **named).replace("</select>", f"{options}</select>")
        return mark_safe(markup)  # nosec B703 # Django's own template and escaped options


@cache
def _options() -> str:
    return format_html_join("", '<option value="{}">{}</option>', zones.choices())


class Zone(forms.Form):
    """The time zone in which times are shown to this person."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=zones.choices, widget=ZoneSelect)


class Suggestion(forms.Form):
    """A day and a time in a chosen time zone. Of a time that comes twice, it asks which one is meant."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "autocomplete": "off"})
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones.choices,
        widget=ZoneSelect,
        help_text=_("The time above is in this time zone."),
    )
    which = forms.ChoiceField(
        label=_("This time comes twice, because the clocks go back. Which one do you mean?"),
        choices=[
            ("0", _("The first, before the clocks go back")),
            ("1", _("The second, after they have gone back")),
        ],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        limits = {"min": str(today - timedelta(days=1)), "max": str(today + appointments.MAX_NOTICE)}
        self.fields["day"].widget.attrs |= limits

    def clean(self) -> dict[str, Any]:
        filled_in: dict[str, Any] = super().clean() or self.cleaned_data
        day, time, zone = (filled_in.get(name) for name in ("day", "time", "zone"))
        if day and time and zone:
            filled_in["starts_at"] = self._which(_moment(day, time, ZoneInfo(zone)), ZoneInfo(zone))
        return filled_in

    def _which(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment, or that an hour later, if its time comes twice and that one is meant."""
        local = moment.astimezone(zone)
        if not zones.comes_twice(local):
            return moment
        which = self.fields["which"]
        which.widget = forms.RadioSelect(choices=which.choices)  # type: ignore[attr-defined]
        if not (given := self.cleaned_data.get("which")):
            self.add_error("which", _("Please choose one of the two."))
        return local.replace(fold=int(given or 0)).astimezone(UTC)

    def starts_at(self) -> datetime:
        moment: datetime = self.cleaned_data["starts_at"]
        return moment


def _moment(day: date, time: Any, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.combine(day, time, tzinfo=zone).astimezone(UTC)
        there = moment.astimezone(zone)
    except OverflowError:
        raise ValidationError({"day": _("Please choose another day.")}) from None
    if there.replace(tzinfo=None) != datetime.combine(day, time):
        raise ValidationError(
            {"time": _("The clocks change on that day and skip this time. Please choose another one.")}
        )
    return moment
