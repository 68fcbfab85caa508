"""What counts as written: something that people see. White space and signs that nobody sees do not.

`couples/written.py` says the same of names and notes, for neither may import the other; a test compares them.
"""

from __future__ import annotations

from typing import Final
from unicodedata import category

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
TRIMMED: Final = "".join(sign for sign in map(chr, range(0x10000)) if sign.isspace()) + "\ufeff"
"""What does not count at the ends of a text, neither here nor in a browser."""


def trimmed(text: str) -> str:
    """Return the text without white space at its ends; nothing of a text in which there is nothing to see."""
    return "" if is_blank(text) else text.strip(TRIMMED)


def is_blank(text: str) -> bool:
    return not any(category(sign).startswith(SEEN) and sign not in INVISIBLE for sign in text)
