"""Template tags: a moment in the reader's time zone, with the zone's name or in short; and whether it is known."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from couples.meetings import zones

register = template.Library()
WHICH: Final = (
    _("the first time, before the clocks go back"),
    _("the second time, after the clocks have gone back"),
)
"""Of a time that comes twice: by the `fold` of the moment."""


@register.simple_tag(takes_context=True)
def own_time(context: dict[str, Any], moment: datetime) -> str:
    """Return the moment in words: "Thursday, 3 December 2026, 18:30 (Europe/Berlin)".

    Of a time that comes twice that night, it says which one.
    """
    request = context.get("request")
    zone = zones.of(request) if request else zones.DEFAULT_ZONE
    local = moment.astimezone(ZoneInfo(zone))
    which = f", {WHICH[local.fold]}" if zones.comes_twice(local) else ""
    return f"{date_format(local, 'l, j F Y, H:i')}{which} ({zones.shown(zone)})"


@register.simple_tag(takes_context=True)
def short_time(context: dict[str, Any], moment: datetime) -> str:
    """Return the moment in the reader's zone, without naming that: "3 December 2026, 18:30"."""
    return date_format(moment.astimezone(ZoneInfo(zones.of(context["request"]))), "DATETIME_FORMAT")


@register.simple_tag(takes_context=True)
def zone_unknown(context: dict[str, Any]) -> bool:
    """Return whether times on this page are in UTC because nothing better is known."""
    request = context.get("request")
    return request is not None and not zones.is_known(request)
