"""The step kind `answer`: a request is answered yes, no, another way or time to think. A yes can become a no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import Ended, MovedOn, content
from exercises.core.fields import Text
from exercises.core.kind import Here, Seen, Shared, StepKind
from exercises.core.ledger import Settlement
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import GONE, Gone, Localized, Phrase, Written
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    """`about`: the step with the opened sheet; `request`: the question of it that holds the request."""

    intro: Localized
    about: str
    request: str


@dataclass(frozen=True)
class Answered:
    """`answer`: yes, no, time or another_way; `words`: the text of another way.

    `agreed`: on a yes, a copy of the accepted words, stored under the answerer's own key.
    """

    by: Partner
    answer: str
    words: str | Gone | None = content()
    agreed: str | Gone | None = content()


@dataclass(frozen=True)
class State:
    """`asks`: the author of the words to be answered now. `wording`: those words."""

    asks: Partner
    wording: str | Gone | None
    said: tuple[Answered, ...] = ()

    @property
    def last(self) -> Answered | None:
        return self.said[-1] if self.said else None


@dataclass(frozen=True)
class Mine:
    """`asking`: whether the viewer wrote the words to be answered now."""

    asking: bool
    intro: Phrase


@dataclass(frozen=True)
class Request:
    by: Partner
    words: str | Gone | None


@dataclass(frozen=True)
class Given:
    """One answer, the same for both partners."""

    by: Partner
    answer: str
    words: str | Gone | None


@dataclass(frozen=True)
class Theirs:
    """`request`: the first request; `asks`, `wording`: the author and the text of the words to be answered now."""

    request: Request
    asks: Partner
    wording: str | Gone | None
    said: tuple[Given, ...]


@dataclass(frozen=True)
class Revealed:
    request: Request
    said: tuple[Given, ...]


def start(here: Here) -> State:
    answers = here.carried.get(here.settings.about, {}).get("answers")
    sheet = answers.of(here.speaker) if answers else {}
    wording = GONE if isinstance(sheet, Gone) else (sheet or {}).get(here.settings.request)
    return State(here.speaker, wording)


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if by is state.asks:
        return []
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


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "another_way":
        return [Answered(ask.by, "another_way", ask.values["words"], None)]
    answer = ask.name.removeprefix("say_")
    return [Answered(ask.by, answer, None, state.wording if answer == "yes" else None)]


def evolve(here: Here, state: State, event: Answered) -> State:
    said = (*state.said, event)
    if event.answer == "another_way":
        return State(event.by, event.words, said)
    return State(state.asks, state.wording, said)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    said = tuple(Given(one.by, one.answer, one.words) for one in state.said)
    request = Request(here.speaker, start(here).wording)
    mine = Mine(viewer is state.asks, Written(here.settings.intro))
    return Seen(mine, Theirs(request, state.asks, state.wording, said))


def settles(here: Here, before: State, event: Any, after: State) -> Sequence[Any]:
    """Return a ledger entry if the last answer is yes when the step is left; other answers are not listed."""
    last = before.last
    if not isinstance(event, MovedOn | Ended) or last is None or last.answer != "yes":
        return ()
    words = Pair(before.wording, before.wording).put(last.by, last.agreed)
    return (Settlement("request", before.asks, words),)


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    labels: dict[str, Phrase] = {
        "yes": _("You said yes to these words"),
        "no": _("You said no"),
        "time": _("You asked for time to think"),
    }
    own = [one for one in state.said if one.by is by]
    return [(labels.get(one.answer, _("You offered another way")), one.agreed or one.words) for one in own]


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs)


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.needs_speaker()
    yield from placed.earlier("about", "sheet")
    about = placed.before.get(placed.settings.about)
    if about is None:
        return
    asked = {question.name: question for question in getattr(about.settings, "questions", ())}
    request = asked.get(placed.settings.request)
    if request is None or request.choices or not request.required:
        yield placed.wrong(_("should be a question of that step that is written and required"), "request")


KIND = StepKind(
    name="answer",
    settings=Settings,
    events={"answer.answered": Answered},
    start=start,
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: bool(state.said),
    moves_on="together",
    turns=lambda event: True,
    settles=settles,
    has_words=lambda theirs: bool(theirs.said),
    shares=shares,
    leads_to=lambda theirs: (
        ("agreements" if theirs.said[-1].answer == "yes" else "time") if theirs.said else ""
    ),
    revealed=revealed,
    checks=checks,
)
