"""What counts as written: something that people see. And the field of a form that asks for it.

`exercises/core/blank.py` says the same, for neither may import the other; a test compares them.
"""

from __future__ import annotations

from typing import Final
from unicodedata import category

from django import forms
from django.utils.translation import gettext_lazy as _

INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\U0001d159") | {
    chr(code)
    for first, last in (
        *((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xFDD0, 0xFDEF), (0xFFF0, 0xFFF8)),
        (0xE0000, 0xE0FFF),
        *((plane | 0xFFFE, plane | 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
    )
    for code in range(first, last + 1)
}
"""Signs that are letters, marks or nothing yet to Unicode, and that nobody sees."""
SEEN: Final = ("L", "N", "P", "S", "Cn", "Co")
"""Categories of signs that stand for themselves: letters, digits, punctuation, pictures, also those too new for us."""


def is_blank(text: str) -> bool:
    return not any(category(sign).startswith(SEEN) and sign not in INVISIBLE for sign in text)


class Words(forms.CharField):
    """What somebody says or is called. It is never cut: what is longer than `max_length` is refused, and kept.

    `comes_back`: the form says that this is text, so that it is given back where the form can't be taken.
    """

    comes_back: Final = True
    default_error_messages = {"max_length": _("This is longer than %(limit_value)d characters.")}

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return "" if is_blank(text) else text
