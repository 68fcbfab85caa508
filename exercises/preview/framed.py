"""Turn the markup of a live screen into a frame on another page: its forms can be sent, and nothing leads out of it.

Links lose their address unless it is on this page, ids get an ending of their own, and headings stand below those of
the page.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from exercises.preview.still import ATTRIBUTE, COMMENT, TAG

FORM_TOKENS: Final = "<!--form-tokens-->"
BELOW: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6"}
POINTS: Final = ("id", "for", "aria-describedby", "aria-labelledby", "form")
"""Attributes that hold ids."""
COUNTING: Final = ("data-most", "data-left", "data-soon", "data-over", "data-paste")
"""What the script needs that says how much room is left in a field."""


def framed(markup: str, ending: str, tokens: SafeString) -> SafeString:
    """Return the frame. `tokens`: hidden fields of each form; `ending`: of ids, once on a page."""
    shown = COMMENT.sub("", markup.replace(FORM_TOKENS, tokens))
    return mark_safe(TAG.sub(lambda found: _tag(found, ending), shown))  # nosec B703 # our own markup, with less in it


def _tag(found: re.Match[str], ending: str) -> str:
    closes, name, rest = found.groups()
    new = BELOW.get(name, name)
    if closes:
        return f"</{new}>"
    kept = "".join(_attribute(one[1], one[2], ending) for one in ATTRIBUTE.finditer(rest))
    goes = f' action="#frame-{ending}"' if name == "form" else ""
    return f"<{new}{goes}{kept}{' /' if rest.endswith('/') else ''}>"


def _attribute(name: str, value: str | None, ending: str) -> str:
    if name.startswith("data-") and name not in COUNTING:
        return ""
    if value is None:
        return f" {name}"
    if name == "href":
        return f' href="{value}-{ending}"' if value.startswith("#") else ""
    if name in POINTS:
        value = " ".join(f"{one}-{ending}" for one in value.split())
    return f' {name}="{value}"'
