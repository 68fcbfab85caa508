"""No module imports itself by way of others, and neither does a room: a package or module right under an app."""

from collections.abc import Callable, Iterable

import grimp
import pytest

APPS = ("config", "couples", "exercises")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*APPS, cache_dir=None)


def circles(names: Iterable[str], imports: Callable[[str], set[str]]) -> list[str]:
    """The names on a circle, or between two. Those that import none of the rest, or are not imported, are put aside."""
    left = {name: imports(name) - {name} for name in names}
    while True:
        imported = {one for name in left for one in left[name]}
        free = [name for name in left if name not in imported or not left[name] & left.keys()]
        if not free:
            return sorted(left)
        for name in free:
            del left[name]


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_no_module_imports_itself_by_way_of_others(graph):
    assert circles(graph.modules, graph.find_modules_directly_imported_by) == []


def test_no_room_imports_itself_by_way_of_others(graph):
    between: dict[str, set[str]] = {room_of(module): set() for module in graph.modules}
    for module in graph.modules:
        between[room_of(module)] |= {
            room_of(imported) for imported in graph.find_modules_directly_imported_by(module)
        }

    assert circles(between, between.__getitem__) == []
