"""Turn the markup of a live screen into a picture of it: nothing in it can be sent, followed or found twice on a page.

Its controls lose their form and their name, and stand in a disabled group; its links lose their address, its ids get an
ending of their own, and its headings stand below those of the page. All pages of a long form but the first are folded.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

COMMENT: Final = re.compile(r"<!--.*?-->", re.S)
HIDDEN: Final = re.compile(r'<input type="hidden"[^>]*>')
TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>")
PAGE: Final = re.compile(r"\sdata-page\b(?!-)")
ATTRIBUTE: Final = re.compile(r'\s([a-z-]+)(?:="([^"]*)")?')
INSTEAD: Final = {
    "form": "div",
    "header": "div",
    "h1": "h3",
    "h2": "h4",
    "h3": "h5",
    "h4": "h6",
}
POINTS: Final = ("id", "for", "aria-describedby")
"""Attributes that hold ids."""
DROPPED: Final = frozenset(
    {"href", "form", "name", "action", "method", "novalidate", "role", "tabindex", "autofocus", "required"}
    | {"aria-labelledby", "aria-live", "autocomplete"}
)


def still(markup: str, ending: str) -> SafeString:
    """Return the picture. `markup`: made by our own templates; `ending`: of ids, once on a page."""
    shown, sections = HIDDEN.sub("", COMMENT.sub("", markup)), _Sections()
    picture = TAG.sub(lambda found: _tag(found, ending, sections), shown)
    return mark_safe(picture)  # nosec B703 # our own markup, with less in it


class _Sections:
    """What each open section has become, and how many pages of a form there were until now."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.pages = 0

    def instead(self, closes: str, rest: str) -> str:
        """Return the element in place of this section; after the first page of a form it is a fold."""
        if closes:
            return self.open.pop()
        is_page = PAGE.search(rest) is not None
        self.pages += is_page
        self.open.append("details" if is_page and self.pages > 1 else "div")
        return self.open[-1]

    def summary(self) -> str:
        return "<summary>" + _("Page %(number)s of this form") % {"number": self.pages} + "</summary>"


def _tag(found: re.Match[str], ending: str, sections: _Sections) -> str:
    closes, name, rest = found.groups()
    new = sections.instead(closes, rest) if name == "section" else INSTEAD.get(name, name)
    if closes:
        return f"</{new}>"
    kept = "".join(_attribute(one[1], one[2], name, ending) for one in ATTRIBUTE.finditer(rest))
    was = ' class="was-form"' if name == "form" else ""
    says = sections.summary() if name == "section" and new == "details" else ""
    return f"<{new}{was}{kept}{' /' if rest.endswith('/') else ''}>{says}"


def _attribute(name: str, value: str | None, element: str, ending: str) -> str:
    is_label = name == "aria-label" and element in ("section", "header")
    if (name in DROPPED and not (name == "role" and value == "img")) or name.startswith("data-") or is_label:
        return ""
    if value is None:
        return f" {name}"
    if name in POINTS:
        value = " ".join(f"{one}-{ending}" for one in value.split())
    return f' {name}="{value}"'
