"""Codes to write down, each of which opens the private pages once, whether there is a PIN or not."""

import secrets
from typing import Final

from couples.keys import boxes

HOW_MANY: Final = 6
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two that are not mistaken for each other: five random bits each."""
LENGTH: Final = 16
GROUP: Final = 4


def new() -> list[str]:
    """Return as many new codes as somebody gets at once: eighty random bits each."""
    return [_new() for _number in range(HOW_MANY)]


def secret_of(typed: str) -> bytes:
    """Return the secret of this code, whatever small letters, spaces and dashes were typed. Wrong ones have one too."""
    return boxes.derived(_letters(typed).encode(), "code of private pages")


def may_be_one(typed: str) -> bool:
    """Return whether this is as long as a code, and of the same letters."""
    letters = _letters(typed)
    return len(letters) == LENGTH and set(letters) <= set(LETTERS)


def _letters(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def _new() -> str:
    letters = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))
