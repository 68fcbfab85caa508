"""What partners and counselors see of a `joint_text` step: the text as it stands, and whether both accept it."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core.here import Here
from exercises.core.kind import Seen, optional
from exercises.core.material import Piece, material
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.joint_text.text import State


@dataclass(frozen=True)
class Mine:
    """`without`: what it means to go on without a text. `stands`: whether one was suggested, and is not accepted."""

    agreement: bool
    stands: bool
    accepted: bool
    without: Phrase


@dataclass(frozen=True)
class Standing:
    """The text as `by` suggested it. `accepted`: by the other. `weeks`: until the review; 0: no date."""

    by: Partner
    words: str | Gone
    weeks: int
    accepted: bool


@dataclass(frozen=True)
class Theirs:
    """`about`: what stays in sight. `agreement`: whether the accepted text is kept as an agreement."""

    agreement: bool
    label: Phrase
    about: tuple[Piece, ...]
    text: Standing | None = optional()


@dataclass(frozen=True)
class Revealed:
    label: Phrase
    text: Standing


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    settings, text, accepted = here.settings, state.text, state.accepted is not None
    standing = Standing(text.by, text.words, text.weeks, accepted) if text else None
    mine = Mine(
        settings.agreement, standing is not None and not accepted, accepted, Written(settings.without)
    )
    about = material(here, settings.about)
    return Seen(mine, Theirs(settings.agreement, Written(settings.label), about, standing))


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.text else None
