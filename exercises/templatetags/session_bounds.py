"""Template tag for sessions: durations in words, taken from the constants that set them."""

from typing import Final

from django import template

from couples.amounts import length_text
from exercises.core.view import PAUSE

register = template.Library()
BOUNDS: Final = {"PAUSE": PAUSE}


@register.simple_tag
def session_bound(name: str) -> str:
    """Return the bound with this name in words, such as "twenty minutes". Raises KeyError for an unknown name."""
    return length_text(BOUNDS[name])
