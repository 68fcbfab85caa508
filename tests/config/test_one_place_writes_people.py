"""The row of a person is changed in one place, which an erasure shuts: `User.write`. Only the erasure passes by it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.config.own_rules import nodes

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("config", "couples", "exercises")
WRITER = "couples/accounts/models.py"
ERASES = {"couples/privacy/erasure.py", "couples/keys/data_keys.py"}
"""The second counts how often a key was destroyed, which is a part of the erasure."""
UPDATES = {"update", "aupdate", "bulk_update", "abulk_update", "update_or_create", "aupdate_or_create"}
SAVES = {"save", "asave", "save_base"}
PEOPLE = {"User", "get_user_model", "user", "person", "counselor", "partner", "inviter", "obj"}


def writes(source: str) -> Iterator[str]:
    """Yield each call that writes to rows of people, but for creating one."""
    for node in nodes(source):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        receiver = node.func.value
        if node.func.attr in UPDATES and _root(receiver) & {"User", "get_user_model"}:
            yield ast.unparse(node)
        if node.func.attr in SAVES and _last(receiver) in PEOPLE:
            yield ast.unparse(node)


def _root(node: ast.AST) -> set[str]:
    """Return the name with which a chain of calls begins."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_no_other_module_updates_or_saves_a_person():
    found = {
        path.relative_to(ROOT).as_posix(): list(writes(path.read_text()))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }
    assert {where for where, calls in found.items() if calls} == {WRITER, *ERASES}


def test_it_finds_each_way_to_write():
    updates = "User.objects.filter(pk=1).update(x=1); get_user_model().objects.update(x=1)"
    assert len(list(writes(f"{updates}; request.user.save(); user.asave()"))) == 4
    assert not list(writes("row.update(x=1); profile.save(); User.objects.create(x=1)"))


def test_no_other_module_gives_a_person_a_data_key():
    calls = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "data_keys.make(" in path.read_text()
    }
    assert calls == {WRITER}
