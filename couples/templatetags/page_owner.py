"""The template tags that say whose page it is: `csrf_token`, as Django's, and `page_owner` for scripts."""

from typing import Final

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from couples.accounts import page_owner as owners

register = template.Library()
HIDDEN: Final = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag(takes_context=True)
def page_owner(context: template.Context) -> str:
    """Return what a script of this page says with whatever it asks for; empty if nobody is signed in."""
    request = context.get("request")
    return owners.of_page(request) if request else ""


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    """Return the hidden fields of a form, in place of Django's own tag: its token, and whose page it is on."""
    token, owner = CsrfTokenNode().render(context), page_owner(context)
    said = format_html(HIDDEN, owners.FIELD, owner) if owner else ""
    return SafeString(token + said)  # nosec B703 # both are escaped
