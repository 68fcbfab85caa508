"""What partners and counselors see of a `daily_reading` step: whose turn it is in which part, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from exercises.core.here import Here
from exercises.core.kind import Shared, optional
from exercises.core.pair import Pair, Partner
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.daily_reading.turn import PARTS, State, parts_of

HEADINGS: Final[dict[str, Phrase]] = {
    "thanks": _("Something I value"),
    "news": _("Something new"),
    "question": _("A puzzle or a question"),
    "complaint": _("One complaint, with a request"),
    "hope": _("A hope"),
}
REQUEST: Final = _("What I ask for instead")


@dataclass(frozen=True)
class Mine:
    """`answered`: whether the viewer has said if there is a complaint today. `part`: the name of the part; `prompt`:
    what it asks; `request`: what is asked for beside a complaint; `number`: the position of this part among those that
    there are today, from 1; `many`: how many."""

    phase: str
    speaking: bool
    aloud: bool
    answered: bool
    part: str
    prompt: Phrase
    number: int
    many: int
    request: Phrase | None = optional()


@dataclass(frozen=True)
class Line:
    """What somebody said in a part. Said aloud it has no words. `request`: beside a complaint."""

    heading: Phrase
    by: Partner
    words: str | Gone | None
    request: str | Gone | None = optional()


@dataclass(frozen=True)
class Theirs:
    """`answered`: whether the other has said if there is a complaint today; not what. `heading`: of this part."""

    phase: str
    speaker: Partner
    heading: Phrase
    answered: bool
    said: tuple[Line, ...]


@dataclass(frozen=True)
class Revealed:
    said: tuple[Line, ...]


def mine_of(here: Here, state: State, viewer: Partner) -> Mine:
    name, parts = PARTS[state.part], parts_of(state)
    return Mine(
        phase=state.phase,
        speaking=viewer is state.speaker,
        aloud=here.aloud,
        answered=state.answers.of(viewer) is not None,
        part=name,
        prompt=Written(getattr(here.settings, name)),
        number=parts.index(state.part) + 1,
        many=len(parts),
        request=Written(here.settings.request) if name == "complaint" else None,
    )


def theirs_of(state: State, viewer: Partner) -> Theirs:
    return Theirs(
        phase=state.phase,
        speaker=state.speaker,
        heading=HEADINGS[PARTS[state.part]],
        answered=state.answers.of(viewer.other) is not None,
        said=tuple(
            Line(HEADINGS[PARTS[position]], said.by, said.words, said.request)
            for position, said in state.said
        ),
    )


def has_words(theirs: Theirs) -> bool:
    return any(line.words is not None for line in theirs.said)


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if has_words(theirs.a) else None


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    own = [(HEADINGS[PARTS[position]], said) for position, said in state.said if said.by is by]
    found = [each for heading, said in own for each in ((heading, said.words), (REQUEST, said.request))]
    return [(heading, words) for heading, words in found if isinstance(words, str)]
