"""A cache of what was used last in this process, which never drops what somebody is looking at."""

from collections import Counter, OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class RecentlyUsed(Generic[K, V]):
    """At most `most` values, and besides them those of all pinned keys. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[K, V] = OrderedDict()
        self._pins: Counter[K] = Counter()
        self._pinned: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        with self._lock:
            if key in self._pinned:
                return self._pinned[key]
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        with self._lock:
            if key in self._pins:
                self._pinned[key] = value
            else:
                self._put(key, value)

    def pin(self, key: K) -> None:
        """Keep this key's value, now or later put, until it is unpinned as often as it was pinned."""
        with self._lock:
            self._pins[key] += 1
            if key in self._values:
                self._pinned[key] = self._values.pop(key)

    def unpin(self, key: K) -> None:
        with self._lock:
            self._pins[key] -= 1
            if self._pins[key] > 0:
                return
            del self._pins[key]
            if key in self._pinned:
                self._put(key, self._pinned.pop(key))

    def forget(self, key: K) -> None:
        """Drop its value, pinned or not. The pins stay, for a value that is put later."""
        with self._lock:
            self._values.pop(key, None)
            self._pinned.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._pinned.clear()

    def _put(self, key: K, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
