"""What was used last is kept, and what somebody has open is kept however much else is used."""

from couples.keys.recently_used import RecentlyUsed


def filled(cache: RecentlyUsed[int, str], *keys: int) -> None:
    for key in keys:
        cache.put(key, f"value {key}")


def kept(cache: RecentlyUsed[int, str], *keys: int) -> list[int]:
    return [key for key in keys if cache.get(key) is not None]


def test_the_oldest_goes_first_and_use_makes_young():
    cache: RecentlyUsed[int, str] = RecentlyUsed(2)
    filled(cache, 1, 2)
    assert cache.get(1) == "value 1"
    filled(cache, 3)
    assert kept(cache, 1, 2, 3) == [1, 3]


def test_what_is_pinned_stays_whether_it_came_before_or_after():
    cache: RecentlyUsed[int, str] = RecentlyUsed(2)
    filled(cache, 1)
    cache.pin(1)
    cache.pin(2)
    filled(cache, 2, 3, 4, 5, 6)
    assert kept(cache, 1, 2, 3, 4, 5, 6) == [1, 2, 5, 6]


def test_it_is_unpinned_as_often_as_it_was_pinned():
    cache: RecentlyUsed[int, str] = RecentlyUsed(1)
    for _connection in range(2):
        cache.pin(1)
    filled(cache, 1)
    cache.unpin(1)
    filled(cache, 2, 3)
    assert kept(cache, 1, 2, 3) == [1, 3]
    cache.unpin(1)
    assert kept(cache, 1, 2, 3) == [1]
    filled(cache, 4)
    assert kept(cache, 1, 4) == [4]


def test_what_is_forgotten_is_gone_although_it_is_pinned():
    cache: RecentlyUsed[int, str] = RecentlyUsed(2)
    cache.pin(1)
    filled(cache, 1, 2)
    cache.forget(1)
    assert kept(cache, 1, 2) == [2]
    filled(cache, 1)
    cache.clear()
    assert kept(cache, 1, 2) == []
    filled(cache, 1, 2, 3, 4)
    assert kept(cache, 1) == [1], "the pin outlives what was forgotten"
