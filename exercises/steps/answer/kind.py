"""The step kind `answer`: a request is answered yes, no, another way or time to think. A yes can become a no.

After a yes the two can say in one sentence what they will do. It is an agreement if both accept exactly these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import Ended, MovedOn
from exercises.core.here import Here
from exercises.core.kind import Shared, StepKind
from exercises.core.offer import Ask
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Copies, Earlier, Settlement
from exercises.core.text import Localized, Phrase
from exercises.core.text import say as _
from exercises.steps.answer.answers import (
    Answered,
    SentenceAccepted,
    SentenceSuggested,
    State,
    evolve,
    first_request,
    start,
)
from exercises.steps.answer.forms import offers
from exercises.steps.answer.seen import revealed, view


@dataclass(frozen=True)
class Settings:
    """`about`: the step with the opened sheet; `request`: the question of it that holds the request."""

    intro: Localized
    about: str
    request: str


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    match ask.name:
        case "another_way":
            return [Answered(ask.by, "another_way", ask.values["words"], None)]
        case "suggest_sentence":
            return [SentenceSuggested(ask.by, int(ask.values["weeks"]), ask.values["words"])]
        case "accept_sentence":
            assert state.sentence is not None
            return [SentenceAccepted(ask.by, ask.at, state.sentence.words, ask.values["digest"])]
    answer = ask.name.removeprefix("say_")
    return [Answered(ask.by, answer, None, state.wording if answer == "yes" else None)]


def settles(here: Here, before: State, event: Any, after: State) -> Sequence[Settlement]:
    """Return a ledger entry if the last answer is yes when the step is left; other answers are not listed.

    It is the accepted sentence, or else the words that had the yes, under the one who asked first. Both keep a copy
    of what had the yes; of a request that was answered in another way only who asked.
    """
    if not isinstance(event, MovedOn | Ended) or before.yes is None:
        return ()
    had_a_yes: Copies = Pair(before.wording, before.wording).put(before.yes.by, before.yes.agreed)
    nobody: Copies = Pair(None, None)
    asked = Earlier(here.speaker, nobody.put(here.speaker, first_request(here)))
    offered = Earlier(before.asks, had_a_yes)
    if before.sentence and before.accepted:
        words: Copies = Pair(before.sentence.words, before.sentence.words)
        words = words.put(before.accepted.by, before.accepted.words)
        dates = before.sentence.dates(before.accepted.at)
        earlier = (asked, offered) if before.is_another_way else (offered,)
        return (Settlement("agreement", here.speaker, words, *dates, earlier=earlier),)
    if before.is_another_way:
        return (Settlement("request", here.speaker, had_a_yes, words_by=before.asks, earlier=(asked,)),)
    return (Settlement("request", here.speaker, had_a_yes),)


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    labels: dict[str, Phrase] = {
        "yes": _("You said yes to these words"),
        "no": _("You said no"),
        "time": _("You asked for time to think"),
    }
    own = [one for one in state.said if one.by is by]
    found: list[Shared] = [
        (labels.get(one.answer, _("You offered another way")), one.agreed or one.words) for one in own
    ]
    if state.sentence and state.sentence.by is by:
        found.append((_("You suggested this sentence"), state.sentence.words))
    if state.accepted and state.accepted.by is by:
        found.append((_("You accepted exactly these words"), state.accepted.words))
    return found


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
    events={
        "answer.answered": Answered,
        "answer.sentence_suggested": SentenceSuggested,
        "answer.sentence_accepted": SentenceAccepted,
    },
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
