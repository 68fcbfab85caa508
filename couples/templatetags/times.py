"""The template tag `own_time`: a moment in the time zone that the reader chose, with the zone's name."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format

from couples.meetings import zones

register = template.Library()


@register.simple_tag(takes_context=True)
def own_time(context: dict[str, Any], moment: datetime) -> str:
    """Return the moment in words: "Thursday, 3 December 2026, 18:30 (Europe/Berlin)"."""
    request = context.get("request")
    zone = zones.of(request) if request else zones.DEFAULT_ZONE
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'l, j F Y, H:i')} ({zones.shown(zone)})"
