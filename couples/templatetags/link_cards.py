"""The template tag `link_cards`: the counselors' links by which somebody came, for their home page."""

from typing import Any

from django import template

from couples.counseling.invitees import standing
from couples.counseling.invitees.standing import Card

register = template.Library()


@register.simple_tag
def link_cards(user: Any) -> list[Card]:
    """Return a card for each open link by which this person came, and whose counselor they have not accepted."""
    return standing.cards(user)
