"""The template tag `one_try`: makes a form with a secret good for one try, with `couples.accounts.secret_forms`."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from couples.accounts import secret_forms

register = template.Library()


@register.simple_tag
def one_try(form: Any = None) -> SafeString:
    """Return the hidden field; nothing for a form that takes no secret. Without `form`: for one written by hand."""
    if form is not None and not secret_forms.takes_secret(form):
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', secret_forms.FIELD, secret_forms.drawn())
