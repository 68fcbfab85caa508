"""The step kind `joint_text`: either suggests a whole text, the other can change it; it counts when both accept the
same words. The two can always go on without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from exercises.core.checks import Fault, Placed
from exercises.core.events import Ended, MovedOn
from exercises.core.fields import Field, Hidden, Option, Text
from exercises.core.here import Here
from exercises.core.kind import Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Copies, Settlement, Version
from exercises.core.text import Gone, Localized, Written
from exercises.core.text import say as _
from exercises.core.weeks import look_again_after
from exercises.steps.joint_text.seen import revealed, view
from exercises.steps.joint_text.text import Accepted, State, Suggested, evolve

LONGEST: Final = 600
WEEKS: Final = (2, 4, 8)
"""After how many weeks the two may want to look at an agreement again."""


@dataclass(frozen=True)
class Settings:
    """`label`: what the text says. `about`: an earlier step whose material stays in sight. `agreement`: whether the
    accepted text is kept as an agreement. `without`: what it means to go on without a text."""

    intro: Localized
    label: Localized
    without: Localized
    hint: Localized | None = None
    about: str = ""
    agreement: bool = True


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.accepted:
        return []
    text = state.text
    can_accept = text is not None and text.by is not by and not isinstance(text.words, Gone)
    return [*([_accept(here, text)] if text and can_accept else []), _suggest(here, text, by)]


def _accept(here: Here, text: Version) -> Offer:
    this = Hidden(name="digest", label=_("These words"), value=text.digest)
    about = _("In force from tomorrow; either of you can end it alone at any time.")
    return Offer(
        name="accept_text",
        label=_("I accept exactly these words"),
        about=about if here.settings.agreement else None,
        fields=(this,),
    )


def _suggest(here: Here, text: Version | None, by: Partner) -> Offer:
    hint = Written(here.settings.hint) if here.settings.hint else None
    words = Text(name="words", label=Written(here.settings.label), hint=hint, max_length=LONGEST)
    fields: list[Field] = [words]
    initial = {"words": text.words} if text and isinstance(text.words, str) else {}
    if here.settings.agreement:
        fields.append(look_again_after(WEEKS, first=(Option("0", _("No date")),)))
        initial["weeks"] = str(text.weeks if text else WEEKS[0])
    about = _(
        "Send it as you can accept it yourself. {partner} can then accept exactly these words, or change them.",
        partner=by.other,
    )
    label = _("Suggest these words instead") if text else _("Suggest these words")
    return Offer(
        name="suggest_text", label=label, about=about, fields=tuple(fields), initial=initial, style="plain"
    )


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "accept_text":
        assert state.text is not None
        return [Accepted(ask.by, ask.at, state.text.words, ask.values["digest"])]
    return [Suggested(ask.by, int(ask.values.get("weeks", 0)), ask.values["words"])]


def settles(here: Here, before: State, event: Any, after: State) -> Sequence[Settlement]:
    """Return the agreement in the words that both accepted, when the step is left."""
    leaves = isinstance(event, MovedOn | Ended)
    text, accepted = before.text, before.accepted
    if not (leaves and here.settings.agreement and text and accepted):
        return ()
    words: Copies = Pair(text.words, text.words)
    words = words.put(accepted.by, accepted.words)
    days = text.dates(accepted.at)
    return (Settlement("agreement", text.by, words, *days, weeks=text.weeks, key=here.step_id),)


def carry(here: Here, state: State) -> Mapping[str, Any]:
    text = state.text if state.accepted else None
    material = ((Written(here.settings.label), text.words),) if text else ()
    return {here.step_id: {"material": material}}


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    text = state.text
    own = text and text.by is by and isinstance(text.words, str)
    return [(Written(here.settings.label), text.words)] if text and own else []


def checks(placed: Placed) -> Iterator[Fault]:
    if placed.settings.about:
        yield from placed.earlier("about", "material")


KIND = StepKind(
    name="joint_text",
    settings=Settings,
    events={"joint_text.suggested": Suggested, "joint_text.accepted": Accepted},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=lambda here, state, event: evolve(state, event),
    view=view,
    finished=lambda state: True,
    moves_on="together",
    carry=carry,
    turns=lambda event: True,
    settles=settles,
    has_words=lambda theirs: theirs.text is not None,
    shares=shares,
    leads_to=lambda theirs: "agreements" if theirs.agreement and theirs.text and theirs.text.accepted else "",
    revealed=revealed,
    gives=("material",),
    checks=checks,
)
