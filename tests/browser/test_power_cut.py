"""The server is killed in the middle of a session and starts again: text kept, commands once, the truth on screen."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute

from exercises.live.models import RecordedEvent
from tests.browser.conftest import how_many, started_session, two_people
from tests.browser.people import Room
from tests.browser.test_typing import HERE
from tests.conftest import StartApps
from tests.long_run import IS_LONG
from tests.servers import App

WORDS = "Would you water the plants while I am away?"
LATER = "And the post, if it is no trouble."


@pytest.fixture
def processes(apps: StartApps) -> list[App]:
    return apps(how_many() if IS_LONG else 1)


@pytest.fixture
def cut_room(browser: Browser, processes: list[App]) -> Iterator[Room]:
    for room in two_people(browser, processes, f"/sessions/{started_session().id}/"):
        for person in (room.alex, room.blair):
            person.watch.forgive("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")
            person.watch.forgive("WebSocket connection to .* failed")
            person.watch.forgive("status of 422")  # a draft that arrives after its form was handed in
            person.is_connected()
        yield room


def happened() -> Counter[str]:
    """How often each kind of thing happened in the session, whatever the screens say."""
    records = RecordedEvent.objects.filter(stream__status="room").values_list("events", flat=True)
    return Counter(event["name"] for events in records for event in events)


def test_a_killed_server_costs_neither_words_nor_commands(cut_room: Room, processes: list[App]) -> None:
    alex, blair = cut_room.alex, cut_room.blair
    alex.writes("What would you like to put on the table?", WORDS, keeps=True)
    for process in processes:
        process.kill()
    alex.reads("Reconnecting. You can go on writing.")
    alex.chooses("Which of the three is it?", "A request")
    alex.presses("I’m done")
    alex.reads("Not sent yet. It will be sent when the connection is back.")
    box = blair.box("What would you like to put on the table?")
    blair.writes("What would you like to put on the table?", LATER, keeps=True)
    box.evaluate("box => box.setSelectionRange(4, 8)")
    for process in processes:
        process.start()
    alex.at("Read it over once more")
    alex.reads(WORDS)
    assert happened()["sheet.handed_in"] == 1
    blair.reads("Saved")
    assert blair.page.evaluate(HERE) == ["textarea", LATER, 4, 8]
    blair.page.reload()
    assert box.input_value() == LATER
    cut_room.nothing_leaks()


class Line:
    """The connection of one browser, which can lose what the server answers, and break."""

    def __init__(self, page: Page) -> None:
        self.loses_answers = False
        page.route_web_socket("**/ws/**", self._attend)

    def _attend(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        server = socket.connect_to_server()
        server.on_message(lambda said: None if self.loses_answers else socket.send(said))


@pytest.mark.long
def test_a_command_whose_answer_was_lost_counts_once(cut_room: Room, processes: list[App]) -> None:
    """Blair's “Enough for today” is committed, its answer lost; Alex goes on; then Blair's browser sends it again."""
    alex, blair = cut_room.alex, cut_room.blair
    line = Line(blair.page)
    blair.watch.forgive("ERR_INTERNET_DISCONNECTED")
    blair.page.reload()
    blair.is_connected()
    line.loses_answers = True
    blair.opens("Steps, and ways to stop")
    blair.presses("Enough for today")
    alex.reads("Stopping here is a good way to stop.")
    blair.context.set_offline(True)
    line.socket.close(code=1012)
    alex.presses("Go on with this session")
    alex.reads_nothing_of("Stopping here is a good way to stop.")
    for process in processes:
        process.kill()
        process.start()
    line.loses_answers = False
    blair.context.set_offline(False)
    blair.writes("What would you like to put on the table?", LATER, keeps=True)
    blair.reads("Saved")
    assert (happened()["session.set_aside"], happened()["session.picked_up"]) == (1, 1)
    cut_room.both(lambda person: person.reads_nothing_of("Stopping here is a good way to stop."))
