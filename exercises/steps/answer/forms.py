"""The offers of an `answer` step: the four answers, and after a yes one sentence on what the two will do."""

from __future__ import annotations

from typing import Final

from exercises.core.fields import Hidden, Option, Text
from exercises.core.here import Here
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.settlement import Version
from exercises.core.text import Gone, Phrase
from exercises.core.text import say as _
from exercises.core.weeks import look_again_after
from exercises.steps.answer.answers import State

WEEKS: Final = (2, 4, 8)
"""After how many weeks the two may want to look at their sentence again."""


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    answers = _answers(state, by) if by is not state.asks else []
    return [*_sentences(state, by), *answers]


def _answers(state: State, by: Partner) -> list[Offer]:
    given = state.last.answer if state.last and state.last.by is by else None
    labels: dict[str, Phrase] = {"yes": _("Yes"), "no": _("No"), "time": _("Time to think")}
    if isinstance(state.wording, Gone):
        del labels["yes"]  # erased words cannot be accepted
    plain = [
        Offer(name=f"say_{one}", label=label, style="equal") for one, label in labels.items() if one != given
    ]
    words = Text(name="words", label=_("What you could do instead"), max_length=600)
    other_way = Offer(name="another_way", label=_("Another way"), fields=(words,), style="equal")
    return [*plain, other_way]


def _sentences(state: State, by: Partner) -> list[Offer]:
    """Return what either can do about the sentence: after a yes, until both have accepted the same words."""
    if not state.yes or state.accepted:
        return []
    suggested = state.sentence
    suggest = _suggest(state, by)
    if suggested is None or suggested.by is by or isinstance(suggested.words, Gone):
        return [suggest]
    return [_accept(suggested), suggest]


def _accept(suggested: Version) -> Offer:
    this = Hidden(name="digest", label=_("These words"), value=suggested.digest)
    about = _("In force from tomorrow; either of you can end it alone at any time.")
    return Offer(name="accept_sentence", label=_("I accept exactly these words"), about=about, fields=(this,))


def _suggest(state: State, by: Partner) -> Offer:
    words, weeks = state.wording, 0
    if state.sentence:
        words, weeks = state.sentence.words, state.sentence.weeks
    hint = _(
        "{partner} sees it as soon as you send it, and can accept exactly these words or suggest others.",
        partner=by.other,
    )
    sentence = Text(name="words", label=_("In one sentence, what will we do?"), hint=hint, max_length=600)
    again = look_again_after(WEEKS, first=(Option("0", _("No date")),))
    initial = {"weeks": str(weeks)} | ({"words": words} if isinstance(words, str) else {})
    return Offer(
        name="suggest_sentence",
        label=_("Suggest this sentence"),
        fields=(sentence, again),
        initial=initial,
        style="plain",
    )
