"""Turn the markup of a live screen into a part of another page, where nothing of it can be followed or is found twice.

Its links lose their address, its ids get an ending of their own, and its headings stand below those of the page. In a
picture the controls lose their form and their name, too, and stand in a disabled group; in a frame they can be sent.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.safestring import SafeString, mark_safe

COMMENT: Final = re.compile(r"<!--.*?-->", re.S)
HIDDEN: Final = re.compile(r'<input type="hidden"[^>]*>')
TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>")
ATTRIBUTE: Final = re.compile(r'\s([a-z-]+)(?:="([^"]*)")?')
BELOW: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6"}
INSTEAD: Final = {"form": "div", "section": "div", "header": "div", **BELOW}
FORM_TOKENS: Final = "<!--form-tokens-->"
POINTS: Final = ("id", "for", "aria-describedby", "aria-labelledby", "form")
"""Attributes that hold ids."""
COUNTING: Final = ("data-most", "data-left", "data-soon", "data-over", "data-paste")
"""What the script needs that says how much room is left in a field."""
DROPPED: Final = frozenset(
    {"href", "form", "name", "action", "method", "novalidate", "role", "tabindex", "autofocus", "required"}
    | {"aria-labelledby", "aria-live", "autocomplete"}
)


def still(markup: str, ending: str) -> SafeString:
    """Return the picture. `markup`: made by our own templates; `ending`: of ids, once on a page."""
    shown = HIDDEN.sub("", COMMENT.sub("", markup))
    return mark_safe(TAG.sub(lambda found: _tag(found, ending), shown))  # nosec B703 # our own markup, with less in it


def framed(markup: str, ending: str, tokens: SafeString) -> SafeString:
    """Return the screen as a frame whose forms can be sent, with these hidden fields. `ending`: as in `still`."""
    shown = COMMENT.sub("", markup.replace(FORM_TOKENS, tokens))
    return mark_safe(TAG.sub(lambda found: _live_tag(found, ending), shown))  # nosec B703 # our own markup, with less in it


def _live_tag(found: re.Match[str], ending: str) -> str:
    closes, name, rest = found.groups()
    new = BELOW.get(name, name)
    if closes:
        return f"</{new}>"
    kept = "".join(_live_attribute(one[1], one[2], ending) for one in ATTRIBUTE.finditer(rest))
    goes = f' action="#frame-{ending}"' if name == "form" else ""
    return f"<{new}{goes}{kept}{' /' if rest.endswith('/') else ''}>"


def _live_attribute(name: str, value: str | None, ending: str) -> str:
    if name.startswith("data-") and name not in COUNTING:
        return ""
    if value is None:
        return f" {name}"
    if name == "href":
        return f' href="{value}-{ending}"' if value.startswith("#") else ""
    if name in POINTS:
        value = " ".join(f"{one}-{ending}" for one in value.split())
    return f' {name}="{value}"'


def _tag(found: re.Match[str], ending: str) -> str:
    closes, name, rest = found.groups()
    new = INSTEAD.get(name, name)
    if closes:
        return f"</{new}>"
    kept = "".join(_attribute(one[1], one[2], name, ending) for one in ATTRIBUTE.finditer(rest))
    was = ' class="was-form"' if name == "form" else ""
    return f"<{new}{was}{kept}{' /' if rest.endswith('/') else ''}>"


def _attribute(name: str, value: str | None, element: str, ending: str) -> str:
    is_label = name == "aria-label" and element in ("section", "header")
    if (name in DROPPED and not (name == "role" and value == "img")) or name.startswith("data-") or is_label:
        return ""
    if value is None:
        return f" {name}"
    if name in POINTS:
        value = " ".join(f"{one}-{ending}" for one in value.split())
    return f' {name}="{value}"'
