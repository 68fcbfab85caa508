"""A whole check-in in which three areas open alike each time, and everything kept may differ from time to time."""

from __future__ import annotations

from tests.exercises.live.rooms import BALANCE, opened

AREAS = ("emotional", "reassurance", "decisions", "money", "practical", "own_time", "outside", "influence")
OPEN = AREAS[:3]


def sheet(kept: str, own: str, comfort: str) -> dict[str, str]:
    """Three areas open alike each time; of the others, and of comfort and guesses, everything may differ."""
    found = {f"open.{area}": "may_open" if area in OPEN else "keep" for area in AREAS}
    for number, area in enumerate(AREAS):
        is_open = area in OPEN
        found[f"own.{area}"] = str(number * 2) if is_open else own
        found[f"partner.{area}"] = "0" if is_open else kept
        found[f"comfort.{area}"] = "5" if is_open else comfort
        found[f"guess.{area}"] = kept
    return found


def checked_in(couple, alex, blair, *secrets: str) -> None:
    """Both go through the check-in; Alex changes their mind about the sheet before it opens."""
    room = opened(couple, alex, blair, BALANCE)
    for chair in room.chairs:
        chair.do("ready", together="writing", first="me" if chair is room.alex else "you")
    room.alex.do("hand_in", **sheet(*reversed(secrets)))
    room.alex.do("take_back")
    for chair in room.chairs:
        chair.do("hand_in", **sheet(*secrets))
    for chair in room.chairs:
        chair.do("open")
    while not room.alex.look()["over"]:
        for chair in room.chairs:
            finish(chair)


def finish(chair) -> None:
    offered = chair.offered()
    if "speak" in offered:
        topic = {"topic": OPEN[0]} if needs_topic(chair) else {}
        chair.do("speak", words="What I meant", **topic)
    for name, fields in (
        ("say_back", {"words": "I heard"}),
        ("thats_it", {}),
        ("continue", {}),
        ("close", {}),
    ):
        if name in offered:
            chair.do(name, **fields)


def needs_topic(chair) -> bool:
    (speak,) = [one for one in chair.look()["commands"] if one["name"] == "speak"]
    return "topic" in [field["name"] for field in speak["fields"]]
