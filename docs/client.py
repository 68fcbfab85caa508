"""Walks one partner through a live session by the JSON view. Run it twice at once, for either partner:

python docs/client.py http://localhost:8000 /demo/alex/ /ws/sessions/<id>/    (manage.py demo --json says which)
"""

import asyncio
import json
import sys
from http.client import HTTPConnection
from uuid import uuid4

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

BACK = {"not_ready", "not_yet", "take_back", "areas_before", "withdraw"}  # on offer, but no way to the end

LATER = {"too_fast", "try_again"}  # not carried out; the same command, with the same id, will be


def sign_in(host, path):
    """The cookies of the person whom this page signs in."""
    server = HTTPConnection(host)
    server.request("GET", path)
    return "; ".join(one.partition(";")[0] for one in server.getresponse().headers.get_all("Set-Cookie"))


def value(field):
    """Something that fits the description. Every value is a string, or a list of strings for `choices`."""
    match field["type"]:
        case "text":
            return f"{field.get('initial', '')} Words.".strip()  # other words than those that it begins with
        case "flag":
            return "yes"
        case "hidden":
            return field["value"]
        case "choice":
            return field["choices"][0]["value"]
        case "choices":
            return [choice["value"] for choice in field["choices"][: field["max"]]]
    return str(field["max"])  # rating, date


def next_command(view, done):
    """The first command on offer that moves the exercise and was not sent in this visit."""
    for offer in view["commands"]:
        key = (offer["visit"], offer["name"])
        if offer["scope"] == "step" and offer["name"] not in BACK and key not in done:
            done.add(key)
            fields = {field["name"]: value(field) for field in offer["fields"]}
            return {"type": "command", "id": str(uuid4()), "visit": key[0], "name": key[1], "fields": fields}
    return None


async def walk(address, cookies):
    waiting, done, view = None, set(), {}  # `waiting`: the command without an answer
    headers = {"Cookie": cookies}
    async for socket in connect(address, subprotocols=["counterpoint.json.v1"], additional_headers=headers):
        try:
            if waiting:
                await socket.send(json.dumps(waiting))  # the connection was lost: again, with the same id
            async for message in socket:
                frame = json.loads(message)
                print(frame["type"], frame.get("code", ""), frame.get("message", ""), flush=True)
                view = frame.get("view", view)
                if view.get("over"):
                    return
                if waiting and frame.get("id") == waiting["id"]:
                    if frame.get("code") in LATER:
                        await asyncio.sleep(1)
                        await socket.send(json.dumps(waiting))
                        continue
                    waiting = None  # once it is accepted, the screen that shows the effect follows
                acts = frame["type"] in ("screen", "refused") and not waiting
                if acts and (waiting := next_command(view, done)):
                    await socket.send(json.dumps(waiting))
        except ConnectionClosed as closed:
            if closed.rcvd and closed.rcvd.code >= 4000:
                raise


if __name__ == "__main__":
    base, person, socket_path = sys.argv[1:]
    host = base.removeprefix("http://")
    asyncio.run(walk(f"ws://{host}{socket_path}", sign_in(host, person)))
