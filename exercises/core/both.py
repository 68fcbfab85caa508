"""What two views have in common. A kind names what it hands on; this refuses whatever only one of the two sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .pair import Pair


def in_both(seen: Pair[Mapping[str, Any]], *names: str) -> dict[str, Any]:
    """These names, each with what both views say of it; of lists, what stands in both, in the order of the first."""
    found: dict[str, Any] = {}
    for name in names:
        if name in seen.a and name in seen.b:
            one, other = seen.a[name], seen.b[name]
            if one == other:
                found[name] = one
            elif isinstance(one, list) and isinstance(other, list):
                found[name] = [each for each in one if each in other]
    return found


def each_in_both(seen: Pair[Mapping[str, Any]], name: str, *names: str) -> list[dict[str, Any]]:
    """For a list of groups that both views hold under `name`: of each group these names, as `in_both` takes them."""
    groups = zip(seen.a.get(name, ()), seen.b.get(name, ()), strict=False)
    return [in_both(Pair(one, other), *names) for one, other in groups]
