"""The template tag `form_id`: a value of its own for each form that adds something, with `couples.sent_once`."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from couples.sent_once import FIELD

register = template.Library()


@register.simple_tag
def form_id() -> SafeString:
    """Return the hidden field that tells this form from every other one."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())
