"""What a name may be: something that others can read and that deceives nobody. Knows no account."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final
from unicodedata import category, combining, normalize

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from couples.written import INVISIBLE

GONE: Final = gettext_noop("someone who has left")
"""How an erased person is called."""
RESERVED: Final = (gettext_noop("You"),)
BEGINNINGS: Final = (
    GONE,
    gettext_noop("Someone who left"),
    gettext_noop("Your partner"),
    gettext_noop("Your counselor"),
    gettext_noop("Your counsellor"),
    gettext_noop("Police"),
    "Counterpoint",
)
ENDINGS: Final = (
    gettext_noop("Counselor"),
    gettext_noop("Counsellor"),
    gettext_noop("Therapist"),
)
"""A name that is, begins or ends so would be taken for something else here."""
NO_PERSON: Final = (
    gettext_noop("Partner"),
    gettext_noop("System"),
    gettext_noop("Staff"),
    gettext_noop("Service"),
    gettext_noop("Official"),
    gettext_noop("Court"),
    gettext_noop("Doctor"),
    gettext_noop("Lawyer"),
    gettext_noop("Social services"),
    gettext_noop("Child protection"),
)
"""Nor is this the name of a person: it would be taken for the other, for this service, or for an authority."""
IN_NO_PERSON: Final = (
    gettext_noop("Your"),
    gettext_noop("Police"),
    gettext_noop("Emergency"),
    gettext_noop("Security"),
    gettext_noop("Support"),
    gettext_noop("Help"),
    gettext_noop("Helpdesk"),
    gettext_noop("Helpline"),
    gettext_noop("Hotline"),
    gettext_noop("Admin"),
    gettext_noop("Administrator"),
    gettext_noop("Moderator"),
    gettext_noop("Operator"),
    gettext_noop("Counselor"),
    gettext_noop("Counsellor"),
    gettext_noop("Therapist"),
    "Counterpoint",
)
"""Nor is one of these a word in it. In the name of a practice it may be one: that gives support, and help."""
ACCENTS: Final = frozenset({1, *range(200, 241)})
"""The combining classes of what stands above, below or across a letter, and leaves it the same letter to the eye."""
JOINERS: Final = frozenset("\u200c\u200d")  # some scripts, and pictures of several parts, need them inside
PICTURE_FORMS: Final = frozenset("\ufe0e\ufe0f")  # after a picture: in black and white, or in color
JOINED: Final = ("Lo", "Mn", "Mc", "So", "Sk")
"""What a joiner may stand between: letters without upper and lower case, marks, pictures."""
UNREADABLE: Final = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
BLANK: Final = INVISIBLE - PICTURE_FORMS
"""Signs that are letters or marks to Unicode, and that nobody sees."""
FORMULA: Final = ("=", "+", "-", "@")
"""A spreadsheet that opens somebody's download computes what begins so."""
CAPITALS: Final = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧͿ" + "АВЕКМНОРСТУҮХЅІЈԌԜԚ" + "ՍՕ" + "ᎪᏴᏟᏢᎠᎬᏀᎻᎫᏦᏞᎷᏒᏚᎢᏙᎳᏃ" + "ᏆᏔ",
    "ABEZHIKMNOPTYXJ" + "ABEKMHOPCTYYXSIJGWQ" + "UO" + "ABCPDEGHJKLMRSTVWZ" + "IW",
)
"""Capitals of other alphabets that look like these, whatever their small letters look like."""
LUNATE: Final = str.maketrans("Ϲϲ", "Cc")
"""To Unicode these are only other forms of a letter that looks like none of ours."""
LOOKALIKES: Final = str.maketrans(
    "авекмнорстухѕіјԁһӏүԝ" + "αβεζηικμνορτυχ" + "սոօʏᴄ" + "01lı|",
    "abekmhopctyxsijdhiyw" + "abeznikmvoptux" + "unoyc" + "oiiii",
)
"""Letters of other alphabets, and digits, that look like these, in upper or lower case."""

UNREADABLE_NAME: Final = _("Please enter a name that others can read.")
TAKEN_FOR_ANOTHER: Final = _("Others would take this name for something else here. Please choose another.")
NOT_IN_WORDS: Final = re.compile(r"[\W_]+")


def readable(name: str) -> str:
    """Return the name with single spaces. Raises ValidationError where others could not read it, or be deceived.

    That is: line breaks, signs that nobody sees or that turn the direction, the beginning of a formula, and what
    stands here for somebody who has left, the reader, the partner, the counselor, or this software.
    """
    name = " ".join(name.split())
    if not any(category(sign)[0] in "LNPS" for sign in name) or _hides_something(name):
        raise ValidationError(UNREADABLE_NAME)
    if normalize("NFKC", name).startswith(FORMULA):
        raise ValidationError(
            _("A name can’t begin with %(sign)s. Please leave it out.") % {"sign": normalize("NFKC", name)[0]}
        )
    if _is_taken_for_something_else(name):
        raise ValidationError(TAKEN_FOR_ANOTHER)
    return name


def of_person(name: str) -> str:
    """Return the name of a person, as `readable` does. Raises ValidationError, too, for one who would pose as the
    service, as an authority, or as the other partner."""
    name = readable(name)
    words = [name, *filter(None, NOT_IN_WORDS.split(name))]
    no_person, in_none = _looks(NO_PERSON, get_language()), _looks(IN_NO_PERSON, get_language())
    if not _appearances(name).isdisjoint(no_person) or any(
        not _appearances(word).isdisjoint(in_none) for word in words
    ):
        raise ValidationError(TAKEN_FOR_ANOTHER)
    return name


def is_like(name: str, others: Iterable[str]) -> bool:
    """Return whether people could mistake this name for one of the others."""
    return not _appearances(name).isdisjoint(one for other in others for one in _appearances(other))


def first_word(name: str) -> str:
    """Return the first word of the name as somebody means it who has only heard it: without case, accents, signs."""
    words = name.split() or [name]
    return _appearance(normalize("NFKC", words[0].translate(LUNATE)))


def _is_taken_for_something_else(name: str) -> bool:
    reserved, beginnings, endings = (
        _looks(words, get_language()) for words in (RESERVED, BEGINNINGS, ENDINGS)
    )
    seen = _appearances(name)
    return not seen.isdisjoint(reserved) or any(
        one.startswith(tuple(beginnings)) or one.endswith(tuple(endings)) for one in seen
    )


@cache
def _looks(words: tuple[str, ...], _language: str | None) -> frozenset[str]:
    """Return how these words of ours look, and what this language makes of them. No name of a person is kept."""
    said = (one for word in words for one in (word, gettext(word)))
    return frozenset(look for one in said for look in _appearances(one))


def _appearances(name: str) -> set[str]:
    """Return what names have in common that look alike: as they are written, and as in small letters."""
    apart = normalize("NFKD", normalize("NFKC", name.translate(LUNATE)))
    return {_appearance(apart), _appearance(apart.translate(CAPITALS))}


def _appearance(name: str) -> str:
    """Return the name without case, accents, spaces, invisible signs, punctuation."""
    apart = normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in apart if combining(sign) not in ACCENTS)
    folded = normalize("NFKC", plain).translate(LOOKALIKES)
    kept = "".join(sign for sign in folded if sign.isalnum() and sign not in BLANK)
    return kept or folded


def _hides_something(name: str) -> bool:
    for before, sign, after in zip(" " + name, name, name[1:] + " ", strict=False):
        if sign in JOINERS:
            if {category(before), category(after)} - {*JOINED}:
                return True
        elif sign in PICTURE_FORMS:
            if category(before) != "So":
                return True
        elif sign in BLANK or category(sign) in UNREADABLE:
            return True
    return False
