"""The offers of a `negotiation` step: their wording and fields. `item.moves` decides who gets which."""

from __future__ import annotations

from exercises.core.fields import Choice, Field, Hidden, Option, Text
from exercises.core.offer import Offer
from exercises.core.text import Phrase
from exercises.core.text import say as _
from exercises.steps.negotiation.item import WEEKS, Item


def move_offer(name: str, item: Item, last: bool) -> Offer:
    """Return the offer for one move on this item; `last`: whether it is the last item."""
    match name:
        case "ask":
            words = _typed(_("A question, or how this lands with you"), 600)
            return Offer(name="ask", label=_("Say it"), fields=(words,), style="plain")
        case "reply":
            return Offer(
                name="reply", label=_("Reply"), fields=(_typed(_("Your reply"), 600),), style="plain"
            )
        case "offer":
            return _other_words(item)
        case "accept":
            label = Hidden(name="digest", label=_("These words"), value=item.version.digest)
            about = _("In force from tomorrow, on trial; either of you can end it alone at any time.")
            return Offer(name="accept", label=_("I accept exactly these words"), about=about, fields=(label,))
        case "next":
            return _next(item, last)
    labels: dict[str, Phrase] = {
        "say_yes": _("Yes"),
        "say_no": _("No"),
        "need_time": _("Time to think"),
        "read": _("I have read this"),
        "withdraw": _("Withdraw it"),
    }
    styles = {"withdraw": "quiet", "read": "plain"}
    return Offer(name=name, label=labels[name], style=styles.get(name, "equal"))  # type: ignore[arg-type]


def _typed(label: Phrase, longest: int) -> Text:
    return Text(name="words", label=label, max_length=longest)


def _other_words(item: Item) -> Offer:
    fields: list[Field] = [_typed(_("Other words for it"), 600)]
    if item.kind == "agreement":
        weeks = tuple(Option(str(number), _("{number} weeks", number=number)) for number in WEEKS)
        fields.append(Choice(name="weeks", label=_("Look at it again after"), choices=weeks))
        return Offer(name="offer", label=_("Suggest these words"), fields=tuple(fields), style="plain")
    return Offer(name="offer", label=_("Another way"), fields=tuple(fields), style="equal")


def _next(item: Item, last: bool) -> Offer:
    if item.outcome in ("open", "time") and item.kind == "agreement":
        label = _("No agreement yet; leave it as it is")
    elif item.outcome == "open":
        label = _("Leave it as it is")
    else:
        label = _("Go on") if last else _("Next item")
    about = _("When both of you press this, you go on together.")
    return Offer(name="next", label=label, about=about, style="main" if item.outcome != "open" else "plain")
