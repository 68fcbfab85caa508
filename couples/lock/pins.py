"""Which PINs and passphrases are too easy to guess, by a person who tries some here or knows whose they are."""

import re
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError

from couples.accounts.models import User

MIN_LENGTH: Final = 6
MIN_DIFFERENT: Final = 4
"""So many different characters a PIN has at least, whatever its length."""
ROWS: Final = (
    *("01234567890", "abcdefghijklmnopqrstuvwxyz"),
    *(
        "qwertyuiop",
        "qwertzuiop",
        "azertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "yxcvbnm",
        "147258369",
        "1qaz2wsx3edc4rfv",
    ),
)
DATES: Final = ("%d%m%y", "%m%d%y", "%y%m%d", "%d%m%Y", "%m%d%Y", "%Y%m%d", "%Y%d%m")
NEAR_YEARS: Final = range(1900, 2100)
BETWEEN_DIGITS: Final = re.compile(r"[\s./_-]+")
COMMON: Final = (
    CommonPasswordValidator(),
    UserAttributeSimilarityValidator(("name", "email"), max_similarity=0.7),
)


def is_weak(pin: str, user: User) -> bool:
    """Return whether it is short, of few characters, a repetition, a run of keys, a date, common, or the own name."""
    plain = pin.lower()
    digits = BETWEEN_DIGITS.sub("", plain)
    plain = digits if digits.isdecimal() else plain
    return (
        len(plain) < MIN_LENGTH
        or len(set(plain)) < MIN_DIFFERENT
        or _is_repeated(plain)
        or _is_run(plain)
        or _is_date(plain)
        or _is_common(plain, user)
    )


def _is_repeated(plain: str) -> bool:
    """Return whether it is one group again and again: then it is found in itself, moved by that group."""
    return plain in (plain + plain)[1:-1]


def _is_run(plain: str) -> bool:
    """Return whether it is a part of a row of keys, forwards or backwards; each key may be pressed more than once."""
    once = "".join(key for key, _same in groupby(plain))
    return any(once in row or once[::-1] in row for row in ROWS)


def _is_date(plain: str) -> bool:
    return any(_fits(plain, form) for form in DATES) if plain.isdecimal() else False


def _fits(plain: str, form: str) -> bool:
    """Return whether these digits are a day, each part with as many digits as it has at most."""
    try:
        day = datetime.strptime(plain, form).replace(tzinfo=UTC)
    except ValueError:
        return False
    return day.year in NEAR_YEARS and day.strftime(form) == plain


def _is_common(plain: str, user: User) -> bool:
    try:
        for one in COMMON:
            one.validate(plain, user)
    except ValidationError:
        return True
    return False
