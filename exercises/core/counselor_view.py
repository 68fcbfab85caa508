"""What one viewer sees of what counselors ask, offer and have said. What one of the two answered, only they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from exercises.core.text import Localized

from .counselor_state import NOTHING_ASKED, Act
from .moving import may_go_on
from .pair import Author, Observer, Partner, Viewer
from .session import Session

MOST_ACTS: Final = 6
"""Acts that are shown at once; all words are shown again at the end."""


@dataclass(frozen=True)
class ActSeen:
    """`by`: the id of the counselor; empty for one to whom another's name is not told. `what`: as in `counselor`."""

    by: str
    what: str
    minutes: int
    words: Any


@dataclass(frozen=True)
class SuggestionSeen:
    """`title`: of the step that is offered, None where that is not known yet. `later`: it cannot come yet."""

    by: str
    back: bool
    title: Localized | None
    said_yes: bool
    later: bool


@dataclass(frozen=True)
class CounselorSeen:
    """`waits`, `paused`: who asks for it, if anybody. `held`: each is asked once more whether to go on.

    `goes_on`: whether this viewer wants to go on in spite of the pause. `said`: how often this viewer has spoken.
    """

    waits: str | None
    held: bool
    paused: str | None
    goes_on: bool
    offer: SuggestionSeen | None
    acts: tuple[ActSeen, ...]
    said: int


def counselor_seen(session: Session, viewer: Viewer) -> CounselorSeen | None:
    """Return None where no counselor has done anything. When it is over, all words that were said to both."""
    counselor, pause = session.counselor, session.pause
    if counselor is NOTHING_ASKED:
        return None
    hers = pause if pause and not pause.is_of_a_partner and not session.set_aside else None
    return CounselorSeen(
        waits=_name(counselor.waits, viewer),
        held=counselor.held,
        paused=_name(hers.by, viewer) if hers else None,
        goes_on=hers is not None and isinstance(viewer, Partner) and hers.asked.of(viewer),
        offer=_offer(session, viewer),
        acts=tuple(_act(act, viewer) for act in _shown(session, viewer)),
        said=sum(
            act.what == "words" and not isinstance(viewer, Partner) and act.by.id == viewer.id
            for act in counselor.acts
        ),
    )


def _offer(session: Session, viewer: Viewer) -> SuggestionSeen | None:
    offer = session.counselor.offer
    mine = viewer if isinstance(viewer, Partner) else None
    if offer is None or (mine and offer.aside.of(mine)):
        return None
    title = session.exercise.steps[session.index - 1].title if offer.back else None
    said_yes = mine is not None and offer.yes.of(mine)
    later = mine is not None and not offer.back and not may_go_on(session)
    return SuggestionSeen(_name(offer.by, viewer) or "", offer.back, title, said_yes, later)


def _shown(session: Session, viewer: Viewer) -> list[Act]:
    acts, now = session.counselor.acts, len(session.past)
    if session.over:
        return [act for act in acts if act.what == "words"]
    aside = session.counselor.aside.of(viewer) if isinstance(viewer, Partner) else 0
    found = [act for n, act in enumerate(acts, 1) if (n > aside if act.what == "words" else act.step == now)]
    return found[-MOST_ACTS:]


def _act(act: Act, viewer: Viewer) -> ActSeen:
    """Return the act; another counselor sees of words only that something was said."""
    by = _name(act.by, viewer) or ""
    return ActSeen(by, act.what, act.minutes, act.words if by else None)


def _name(by: Author | None, viewer: Viewer) -> str | None:
    if not isinstance(by, Observer):
        return None
    return by.id if isinstance(viewer, Partner) or viewer.id == by.id else ""
