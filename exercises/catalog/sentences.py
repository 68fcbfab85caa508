"""What an author is told for each kind of error that pydantic finds in the shape of a definition."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.catalog.meant import nearest
from exercises.steps.registry import STEP_KINDS

UNKNOWN: Final = ("extra_forbidden", "unexpected_keyword_argument")
NO_GROUP: Final = ("dict_type", "dataclass_type", "model_type", "model_attributes_type")
A_GROUP: Final = gettext_lazy("should be a group of names with values")
FIXED_SENTENCES: Final = {
    **dict.fromkeys(UNKNOWN, gettext_lazy("is not known here")),
    "string_type": gettext_lazy("should be words: put it in quotes"),
    "int_type": gettext_lazy("should be a whole number"),
    "int_parsing": gettext_lazy("should be a whole number"),
    "bool_type": gettext_lazy("should be true or false"),
    "bool_parsing": gettext_lazy("should be true or false"),
    "tuple_type": gettext_lazy("should be a list"),
    **dict.fromkeys(NO_GROUP, A_GROUP),
}
"""What an author is told by pydantic's type of the error, where the sentence needs no details."""
WITH_A_BOUND: Final = {
    "greater_than_equal": ("ge", gettext_lazy("should be at least {bound}")),
    "less_than_equal": ("le", gettext_lazy("should be at most {bound}")),
    "too_short": ("min_length", gettext_lazy("should have at least {bound}")),
    "too_long": ("max_length", gettext_lazy("should have at most {bound}")),
    "string_too_long": ("max_length", gettext_lazy("should have at most {bound} characters")),
}
"""The same where it needs the bound, and how pydantic calls that."""


def sentence(found: Any, value: Any) -> str:
    """Return what to say of an error of pydantic's about this value."""
    context = found.get("ctx", {})
    match found["type"]:
        case "missing":
            return _("“{name}” is missing").format(name=found["loc"][-1])
        case "union_tag_not_found":
            return _("“{name}” is missing").format(name="kind")
        case "union_tag_invalid":
            return _no_such_kind(context["tag"])
        case "literal_error":
            expected = context["expected"].replace("'", "").replace(" or ", ", ")
            return _("should be one of: {expected}").format(expected=expected)
        case "string_pattern_mismatch":
            return _simple_name(value, "-" if "-[" in context["pattern"] else "_")
        case bounded if bounded in WITH_A_BOUND:
            name, says = WITH_A_BOUND[bounded]
            return str(says).format(bound=context[name])
    return str(FIXED_SENTENCES.get(found["type"], found["msg"]))


def _no_such_kind(tag: str) -> str:
    if name := nearest(tag, STEP_KINDS):
        says = _("there is no kind of step “{tag}”; perhaps “{name}” is meant")
        return says.format(tag=tag, name=name)
    says = _(
        "there is no kind of step “{tag}”; there are {known}. docs/exercises.md says what happens in each"
    )
    return says.format(tag=tag, known=", ".join(STEP_KINDS))


def _simple_name(value: str, sign: str) -> str:
    """Return how a name has to be written, with this sign between its words, and an example made of this one."""
    letters = _("should be small letters and digits, with {sign} between words").format(sign=sign)
    example = re.sub(r"[^a-z0-9]+", sign, value.lower()).strip(sign)
    if sign == "_":
        letters = _("{letters}, beginning with a letter").format(letters=letters)
        example = example.lstrip("0123456789_")
    return _("{letters}, such as {example}").format(letters=letters, example=example) if example else letters
