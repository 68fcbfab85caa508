"""What stands in the source and is stored or promised, read off it: so it is found in whichever module it stands."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.conf import settings

from tests.config.collected import OURS
from tests.config.own_rules import nodes

BOUND = {
    "seal": 2,
    "unseal": 2,
    "unseal_with": 2,
    "unseal_or_note": 2,
    "mac": 0,
    "macs": 0,
    "derive_token": 0,
    "is_mac": 1,
    "of_server": 0,
    "_derive": 1,
    "digest": 1,
    "salted_hmac": 0,
    "derived": 1,
    "secret": 0,
}
"""Functions that bind what they make to a purpose or a place, and which of their arguments names it."""
ALIKE = {"unseal_with": "unseal", "unseal_or_note": "unseal"}
"""Those that bind as another one does: under one key of several, or for a reader that goes on without."""


@cache
def _modules() -> tuple[tuple[ast.AST, ...], ...]:
    """The nodes of each module, itself first."""
    base = Path(settings.BASE_DIR)
    paths = [
        path
        for room in OURS
        for path in sorted((base / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    return tuple(nodes(path.read_text()) for path in paths)


def bindings() -> dict[str, list[str]]:
    """By sealing or signing function: every purpose or place that the source gives it, names left out of it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for tree, *inside in _modules():
        assert isinstance(tree, ast.Module)
        for call in (node for node in inside if isinstance(node, ast.Call)):
            name = _name(call.func)
            if name in BOUND and len(call.args) > BOUND[name]:
                found[ALIKE.get(name, name)].add(_template(call.args[BOUND[name]], tree))
    return {name: sorted(found[name]) for name in sorted(found)}


def _template(given: ast.expr, tree: ast.Module) -> str:
    """A text as it stands in the source, {} for what is put in; a name or a call is followed within its module."""
    match given:
        case ast.Constant(value=bytes(raw)):
            return raw.decode()
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case ast.BinOp(left=left, right=right):
            return _template(left, tree) + _template(right, tree)
        case ast.Call(func=ast.Attribute(value=text, attr="encode")):
            return _template(text, tree)
        case ast.Call(func=ast.Name(id=name)):
            made = _made_by(name, tree)
            return _template(made, tree) if made else "{}"
        case ast.Name(id=name):
            stands = _constant(name, tree)
            return _template(stands, tree) if stands else "{}"
    return "{}"


def _made_by(function: str, tree: ast.Module) -> ast.expr | None:
    for node in tree.body:
        if (
            isinstance(node, ast.FunctionDef)
            and node.name == function
            and isinstance(node.body[-1], ast.Return)
        ):
            return node.body[-1].value
    return None


def _constant(name: str, tree: ast.Module) -> ast.expr | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and name in {_name(target) for target in node.targets}:
            return node.value
        if isinstance(node, ast.AnnAssign) and _name(node.target) == name:
            return node.value
    return None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def frames() -> list[str]:
    """Every message between client and server, with its fields: of what the source writes and of what it matches."""
    found = set()
    for module in _modules():
        for node in module:
            match node:
                case ast.Dict(
                    keys=[ast.Constant(value="type"), *keys], values=[ast.Constant(value=said), *_]
                ):
                    found.add((str(said), *_names(keys)))
                case ast.MatchMapping(
                    keys=[ast.Constant(value="type"), *keys],
                    patterns=[ast.MatchValue(value=ast.Constant(value=said)), *_],
                ):
                    found.add((str(said), *_names(keys)))
    return sorted(f"{said}: {', '.join(names)}" for said, *names in found)


def _names(keys: list[ast.expr]) -> list[str]:
    return [word for key in keys for word in _either(key)]


def _either(key: ast.expr) -> list[str]:
    match key:
        case ast.Constant(value=str(word)):
            return [word]
        case ast.IfExp(body=one, orelse=other):
            return ["/".join(_either(one) + _either(other))]
    return []


def refusals() -> list[str]:
    """Every code with which something is refused."""
    return sorted(
        {
            str(call.args[0].value)
            for module in _modules()
            for call in module
            if isinstance(call, ast.Call)
            and _name(call.func) == "Refused"
            and len(call.args) > 1
            and isinstance(call.args[0], ast.Constant)
        }
    )


def close_codes() -> list[int]:
    """Every close code of a WebSocket that stands in the source."""
    return sorted(
        {
            node.value
            for module in _modules()
            for node in module
            if isinstance(node, ast.Constant)
            and type(node.value) is int
            and (4400 <= node.value < 4500 or 1000 <= node.value < 1016)
        }
    )


def on_the_wire() -> list[str]:
    """The subprotocols, and the address of the socket."""
    return sorted(
        {
            node.value
            for module in _modules()
            for node in module
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"counterpoint\.\w+\.v\d+|ws/.*", node.value)
        }
    )
