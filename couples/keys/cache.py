"""A cache of unwrapped data keys in this process. It drops the oldest and never returns a key of another epoch."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID


class RememberedKeys:
    """At most `most` keys, one for each person, each valid for one epoch only."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._keys: OrderedDict[UUID, tuple[int, bytes]] = OrderedDict()

    def get(self, person: UUID, epoch: int) -> bytes | None:
        with self._lock:
            remembered_epoch, key = self._keys.get(person, (None, b""))
            if remembered_epoch != epoch:
                self._keys.pop(person, None)
                return None
            self._keys.move_to_end(person)
            return key

    def put(self, person: UUID, epoch: int, key: bytes) -> None:
        with self._lock:
            self._keys[person] = (epoch, key)
            self._keys.move_to_end(person)
            while len(self._keys) > self._most:
                self._keys.popitem(last=False)

    def forget(self, person: UUID) -> None:
        with self._lock:
            self._keys.pop(person, None)
