"""Template tags for leaving and for the export, with labels for the names in the exported data."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from couples.privacy import leaving

register = template.Library()
LABELS = {
    "with": _("with"),
    "name": _("name"),
    "email": _("e-mail address"),
    "created_at": _("created"),
    "counts_from": _("counts from"),
    "ended_at": _("ended"),
    "is_adult_confirmed_at": _("confirmed 18+"),
    "verified": _("verified"),
    "starts_at": _("when"),
    "is_shown": _("shown to both"),
    "begun": _("started"),
    "exercise": _("exercise"),
    "steps": _("steps"),
    "step": _("step"),
    "under": _("question"),
    "words": _("words"),
    "kind": _("kind"),
    "by": _("from"),
    "sentence": _("sentence"),
    "understood": _("how understood you felt"),
    "how": _("how it was"),
    "said_it": _("whether you could say what you wanted to"),
    "request": _("what you asked for"),
    "words_by": _("in the words of"),
    "came_before": _("what came before it"),
    "on": _("date"),
    "starts": _("in force from"),
    "review": _("to be reviewed on"),
    "closed_on": _("ended on"),
    "what": _("what"),
    "role": _("role"),
    "at": _("date"),
    "due_on": _("suggested day"),
    "linked_at": _("accepted"),
}


@register.simple_tag
def recently_closed(user: Any) -> bool:
    """Return whether the page should say that this person's last couple has ended."""
    return leaving.recently_closed(user)


@register.filter
def pairs(value: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the entries of a mapping. Asked for its `items`, it would give an entry of that name, if there is one."""
    return list(value.items())


@register.filter
def kind_of(value: Any) -> str:
    """Return "mapping", "several", "nothing" or "one", for the template to choose a layout."""
    if value in (None, "", [], {}):
        return "nothing"
    return "mapping" if isinstance(value, dict) else "several" if isinstance(value, list) else "one"


@register.filter
def in_words(name: str) -> Any:
    """Return the label for a name in the export."""
    return LABELS.get(name, name.replace("_", " "))
