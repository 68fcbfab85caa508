"""The offers of a `negotiation` step: their wording and fields. `moves` decides who gets which."""

from __future__ import annotations

from typing import Final

from exercises.core.fields import Field, Hidden, Text
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.text import Gone, Phrase
from exercises.core.text import say as _
from exercises.core.weeks import look_again_after
from exercises.steps.negotiation.item import WEEKS, Item

LONGEST: Final = 600
LATER: Final = (1, 2, 4)
"""After how many weeks one may look again at what is put off."""
_LABELS: Final[dict[str, Phrase]] = {
    "say_yes": _("Yes"),
    "say_no": _("No"),
    "need_time": _("Time to think"),
    "read": _("I have read this"),
    "withdraw": _("Withdraw it"),
}
_TOUCHES: Final[Phrase] = _(
    "It is a no to these words. You don’t have to say which limit, and it is not up for discussion. "
    "Words that keep clear of it can be suggested."
)


def move_offer(name: str, item: Item, by: Partner, last: bool) -> Offer:
    """Return the offer for one move of `by` on this item; `last`: whether it is the last item."""
    match name:
        case "ask":
            return Offer(name="ask", label=_("Say it"), fields=(_typed(_question(item, by)),), style="plain")
        case "reply":
            return Offer(name="reply", label=_("Reply"), fields=(_typed(_("Your reply")),), style="plain")
        case "offer":
            return _other_words(item)
        case "accept":
            label = Hidden(name="digest", label=_("These words"), value=item.version.digest)
            about = _("In force from tomorrow, on trial; either of you can end it alone at any time.")
            return Offer(name="accept", label=_("I accept exactly these words"), about=about, fields=(label,))
        case "reword":
            return _reword(item)
        case "put_off":
            return _put_off()
        case "next":
            return _next(item, last)
        case "touches_limit":
            return Offer(name=name, label=_("It touches a limit of mine"), about=_TOUCHES, style="plain")
    styles = {"withdraw": "quiet", "read": "plain"}
    return Offer(name=name, label=_LABELS[name], style=styles.get(name, "equal"))  # type: ignore[arg-type]


def _typed(label: Phrase) -> Text:
    return Text(name="words", label=label, max_length=LONGEST)


def _question(item: Item, by: Partner) -> Phrase:
    if by is item.author:
        return _("A question, or something you would like to add")
    return _("A question, or how this lands with you")


def _present(item: Item) -> dict[str, str]:
    """Return what a form for other words holds at first: the present ones."""
    version = item.version
    words = {} if isinstance(version.words, Gone) else {"words": version.words}
    return words | ({"weeks": str(version.weeks)} if item.kind == "agreement" else {})


def _reword(item: Item) -> Offer:
    about = _("The new words take the place of these at once, here and under Agreements.")
    words = _typed(_("Your limit, in other words"))
    label = _("Share these words")
    return Offer(
        name="reword", label=label, about=about, fields=(words,), initial=_present(item), style="plain"
    )


def _put_off() -> Offer:
    about = _("No reason is needed. It stays with its words under Agreements, and nothing is agreed.")
    after = look_again_after(LATER, name="after")
    initial = {"after": str(LATER[1])}
    return Offer(
        name="put_off", label=_("Not now"), about=about, fields=(after,), initial=initial, style="plain"
    )


def _other_words(item: Item) -> Offer:
    fields: list[Field] = [_typed(_("Other words for it"))]
    initial = _present(item)
    if item.kind == "agreement":
        fields.append(look_again_after(WEEKS))
        label = _("Suggest these words")
        return Offer(name="offer", label=label, fields=tuple(fields), initial=initial, style="plain")
    return Offer(name="offer", label=_("Another way"), fields=tuple(fields), initial=initial, style="equal")


def _next(item: Item, last: bool) -> Offer:
    if item.outcome in ("open", "time") and item.kind == "agreement":
        label = _("No agreement yet; leave it as it is")
    elif item.outcome == "open":
        label = _("Leave it as it is")
    else:
        label = _("Go on") if last else _("Next item")
    about = _("When both of you press this, you go on together.")
    return Offer(name="next", label=label, about=about, style="main" if item.outcome != "open" else "plain")
