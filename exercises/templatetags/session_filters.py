"""For pages of Django’s templates: typed text, and a field, as live screens show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from exercises.markup import markup, typed

register = template.Library()
register.filter(typed)


@register.simple_tag
def form_field(field: Mapping[str, Any]) -> SafeString:
    """Return the markup of a field as `forms.shown` describes it."""
    return markup("live/field.jinja", {"field": field})
