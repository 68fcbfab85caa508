"""How well somebody who only measures time tells two kinds of requests apart: the area under the curve (AUC)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

PATIENCE: Final = 20.0


def auc(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how often one of `other` is greater than one of `one`, ties counted half, or the opposite: 0.5 to 1.

    It is what the best threshold attacker's classifier has (Mann and Whitney's U, divided by the number of pairs).
    """
    ranked = sorted([(value, False) for value in one] + [(value, True) for value in other])
    rank_sum, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        mean_rank = (at + 1 + end) / 2
        rank_sum += mean_rank * sum(is_other for _value, is_other in ranked[at:end])
        at = end
    share = (rank_sum - len(other) * (len(other) + 1) / 2) / (len(one) * len(other))
    return max(share, 1 - share)


def interleaved(
    one: Callable[[int], bytes], other: Callable[[int], bytes], numbers: range, port: int
) -> tuple[list[float], list[float]]:
    """Send these requests of each kind, in pairs of random order; return the seconds until each was answered."""
    took: tuple[list[float], list[float]] = ([], [])
    rng = Random(numbers.start)
    for number in numbers:
        order = [(one, took[0]), (other, took[1])]
        if rng.random() < 0.5:
            order.reverse()
        for request, times in order:
            times.append(seconds(request(number), port))
    return took


def seconds(request: bytes, port: int) -> float:
    """Return how long it takes from sending the whole request to the first byte of its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
        began = time.perf_counter()
        first = connection.recv(64)
        took = time.perf_counter() - began
    assert first.startswith((b"HTTP/1.1 200", b"HTTP/1.1 302", b"HTTP/1.1 422")), first
    return took
