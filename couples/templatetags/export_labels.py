"""For the templates of leaving and of one's own data. What it tells of a closed space is the same for both."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from couples.privacy import leaving

register = template.Library()
LABELS = {
    "with": _("with"),
    "name": _("name"),
    "email": _("e-mail address"),
    "created_at": _("begun"),
    "ended_at": _("ended"),
    "is_adult_confirmed_at": _("said to be an adult"),
    "verified": _("confirmed"),
    "starts_at": _("when"),
    "begun": _("begun"),
    "exercise": _("exercise"),
    "steps": _("steps"),
    "step": _("step"),
    "under": _("asked or done"),
    "words": _("words"),
    "kind": _("kind"),
    "by": _("from"),
    "on": _("written down on"),
    "starts": _("held from"),
    "review": _("to be looked at again on"),
    "closed_on": _("ended on"),
    "what": _("what"),
    "role": _("as"),
    "at": _("at"),
    "due_on": _("until"),
    "linked_at": _("accepted"),
}


@register.simple_tag
def closed_lately(user: Any) -> bool:
    return leaving.closed_lately(user)


@register.filter
def kind_of(value: Any) -> str:
    """mapping, several, nothing or one."""
    if value in (None, "", [], {}):
        return "nothing"
    return "mapping" if isinstance(value, dict) else "several" if isinstance(value, list) else "one"


@register.filter
def in_words(name: str) -> Any:
    return LABELS.get(name, name.replace("_", " "))
