"""What partners and counselors see of a `one_at_a_time` step: own forms, then one card for each topic that opened."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core import closed_forms
from exercises.core.closed_forms import OtherForm, form_of_other
from exercises.core.here import Here
from exercises.core.kind import Seen, for_page
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.points import AnsweredItem
from exercises.core.revealed import in_both
from exercises.core.text import GONE, Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.one_at_a_time.form import MAY_OPEN, PASS, Ask, Topic, opens, rated
from exercises.steps.one_at_a_time.reveal import State

Words = str | Gone | None


@dataclass(frozen=True)
class OwnTopic:
    """What the viewer answered on one topic. `opens`: whether they allow it to open."""

    title: Phrase
    answers: tuple[tuple[Phrase, Phrase], ...]
    opens: bool


@dataclass(frozen=True)
class Mine:
    """The viewer's own sheet. `sheet`: None until it is handed in, GONE once it was taken back for good."""

    open: bool
    pressed: bool
    talk: Phrase
    aloud: bool
    sheet: tuple[OwnTopic, ...] | Gone | None


@dataclass(frozen=True)
class Row:
    """One question with both answers. `alike`: whether both see it the same; `differs`: whether both said how they see
    it, and not the same."""

    ask: Phrase
    answers: tuple[tuple[Partner, Phrase | Gone], ...]
    alike: bool
    differs: bool = for_page()


@dataclass(frozen=True)
class Card:
    title: Phrase
    rows: tuple[Row, ...]
    said: tuple[tuple[Partner, Words], ...]
    key: str = for_page()

    @property
    def sentences(self) -> tuple[Phrase, ...]:
        """What each answered, in sentences, for a later step."""
        return tuple(
            _("{name} on “{ask}”: {answer}", name=who, ask=row.ask, answer=answer)
            for row in self.rows
            for who, answer in row.answers
            if not isinstance(answer, Gone)
        )


@dataclass(frozen=True)
class Opened:
    """The topics that are open, in the order in which they opened. `more`: whether another one can open.

    `partner_ready`: whether the other has asked for the next one.
    """

    cards: tuple[Card, ...]
    more: bool
    stopped: bool
    partner_ready: bool


@dataclass(frozen=True)
class Revealed:
    cards: tuple[Card, ...]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = Mine(
        open=state.closed.open,
        pressed=state.closed.pressed.of(viewer),
        talk=Written(here.settings.talk),
        aloud=here.aloud,
        sheet=_own_sheet(here, state, viewer),
    )
    if not state.closed.open:
        return Seen(mine, form_of_other(state.closed, viewer))
    open_to_both = Opened(
        cards=tuple(cards(here, state).values()),
        more=not state.finished,
        stopped=state.stopped,
        partner_ready=state.ready.of(viewer.other),
    )
    return Seen(mine, open_to_both)


def _own_sheet(here: Here, state: State, viewer: Partner) -> tuple[OwnTopic, ...] | Gone | None:
    answers = state.closed.answers.of(viewer)
    if answers is None or isinstance(answers, Gone):
        return answers
    return tuple(
        OwnTopic(
            Written(topic.title),
            tuple(
                (Written(ask.ask), _label(ask, answers[rated(topic, ask)], None))
                for ask in here.settings.asks
            ),
            answers.get(opens(topic)) == MAY_OPEN,
        )
        for topic in here.settings.topics
    )


def _label(ask: Ask, value: str, by: Partner | None) -> Phrase:
    return next(Written(one.label, by) for one in ask.answers if one.value == value)


def cards(here: Here, state: State) -> dict[str, Card]:
    """Return the card of each topic that is open, by its key. It is the same for both."""
    topics = {one.key: one for one in here.settings.topics}
    return {key: _card(here, state, topics[key]) for key in state.shown}


def _card(here: Here, state: State, topic: Topic) -> Card:
    rows = tuple(_row(state, topic, ask) for ask in here.settings.asks)
    said = tuple((one.by, one.words) for one in state.said if one.key == topic.key)
    return Card(Written(topic.title), rows, said, topic.key)


def _row(state: State, topic: Topic, ask: Ask) -> Row:
    given = [closed_forms.readable(state.closed, who).get(rated(topic, ask)) for who in Partner]
    answers = tuple(
        (who, GONE if value is None else _label(ask, value, who))
        for who, value in zip(Partner, given, strict=True)
    )
    mirrors = {one.value: one.mirror or one.value for one in ask.answers}
    one, other = given
    alike = one is not None and mirrors.get(one) == other
    return Row(Written(ask.ask), answers, alike, differs=not alike and not {None, PASS} & {one, other})


def revealed(theirs: Pair[OtherForm | Opened]) -> Revealed | None:
    found = in_both(Revealed, theirs)
    return found if found and found.cards else None


def points(shown: Revealed) -> list[AnsweredItem]:
    return [
        AnsweredItem(card.key, card.title, card.sentences, any(row.differs for row in card.rows))
        for card in shown.cards
    ]
