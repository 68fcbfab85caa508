"""What each form of a page must hold besides what its part says: parts are shared, and tokens are of one page."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import mark_safe

from couples.accounts import page_owner

FORM_TOKENS = "<!--form-tokens-->"


def with_form_tokens(request: HttpRequest, markup: str) -> str:
    """Add to every form the CSRF token and a command id, which only a page may hold."""
    said = {"csrfmiddlewaretoken": get_token(request), page_owner.FIELD: page_owner.of_page(request)}
    token = "".join(f'<input type="hidden" name="{name}" value="{one}">' for name, one in said.items())
    first, *rest = markup.split(FORM_TOKENS)
    forms = (f'{token}<input type="hidden" name="id" value="{uuid4()}">{piece}' for piece in rest)
    return mark_safe(first + "".join(forms))  # nosec B703 # parts are our own templates
