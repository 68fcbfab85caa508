"""Writes finished sessions of the invented couple here, to be replayed for ever. Refuses any other couple.

Run it when an event changes its meaning, with a new file name: `python -m tests.recorded_sessions.record v2`.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

FOLDER = Path(__file__).parent
KEY = b"recorded sessions are invented!!"


def record(release: str) -> None:
    from couples.pairing.models import Membership
    from exercises.live import access
    from exercises.live.access import Caller
    from exercises.live.models import RecordedEvent, Stream
    from exercises.live.store import event_codec, streams

    for stream in Stream.objects.filter(couple__is_demo=True, kind="session", status="over"):
        assert stream.definition is not None
        user = Membership.objects.get(couple=stream.couple, voice="a", left_at=None).user_id
        granted = access.of_partner(stream.pk, Caller(user))
        records: list[Any] = []
        for row in RecordedEvent.objects.filter(stream=stream).order_by("sequence"):
            events = event_codec.decode(row.events, stream.pk, row.sequence, streams.key_of(granted))
            records.append(event_codec.encode(events, stream.pk, row.sequence, lambda _partner: KEY))
        found = {
            "stream": str(stream.pk),
            "started_at": stream.started_at.isoformat(),
            "definition": stream.definition.body,
            "records": records,
        }
        path = FOLDER / f"{stream.definition.slug}.{release}.json"
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    django.setup()
    record(sys.argv[1])
