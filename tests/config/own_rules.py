"""Rules of this project for its own source, where bandit is blind. Each yields what it finds, as it is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

EXECUTES: Final = {"execute", "executemany", "raw", "RawSQL", "extra"}
SQL: Final = re.compile(
    r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|WHERE|VALUES|ORDER BY|SET|CASE WHEN)\s"
)
LOADERS: Final = {
    "pickle",
    "_pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "jsonpickle",
    "marshal",
    "shelve",
}
"""Modules that can run what they read."""
RUNS_TEXT: Final = {"eval", "exec", "compile", "__import__"}
UNSAFE_YAML: Final = re.compile(r"(?:load|load_all|full_load\w*|unsafe_load\w*|(?:Full|Unsafe|C)?Loader)$")
UNPICKLES: Final = re.compile(
    r"[\w.]*(?:PickleSerializer|DatabaseCache|FileBasedCache|LocMemCache|RedisCache|Py\w*MemcacheCache)"
)
"""Dotted paths of what keeps pickles: Django's own caches, and its serializer of sessions before 5."""
SECRETS: Final = re.compile(
    r"(?:^|_)(?:mac|digest|hash|hash_of|hashed|tag|signature|token|secret|password|otp)s?$"
)
UNLESS_OWN: Final = re.compile(r"(?:user|pk)=(?:self\.)?request\.user(?:\.pk)?\b|\(self\.request\.user\)")
UNESCAPED: Final = re.compile(
    r"\|\s*safe(?:seq)?\b|\{%-?\s*autoescape\s+(?:off|false)|\{%-?\s*filter\s+safe\b|\bMarkup\("
)


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """Return every node of a module, which each rule looks at."""
    return tuple(ast.walk(ast.parse(source)))


def sql_made_of(source: str) -> Iterator[str]:
    """Yield what is put into a text that reads like SQL: expressions in braces, and the other ways to fill it in."""
    for node in nodes(source):
        if isinstance(node, ast.JoinedStr) and SQL.search(_fixed(node)):
            yield from (
                ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)
            )
        if any(
            isinstance(part, ast.Constant) and isinstance(part.value, str) and SQL.match(part.value.lstrip())
            for part in _filled(node)
        ):
            yield ast.unparse(node)


def _filled(node: ast.AST) -> list[ast.expr]:
    """Return the parts of `a + b`, `a % b` and `a.format(b)`."""
    match node:
        case ast.BinOp(left=left, op=ast.Mod() | ast.Add(), right=right):
            return [left, right]
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            return [text]
    return []


def _fixed(node: ast.JoinedStr) -> str:
    return "?".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))


def sql_by_hand(source: str) -> Iterator[str]:
    """Yield each call by which SQL of ours reaches a database. `extra=` of the logs is a keyword, not a call."""
    for call in _calls(source):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in EXECUTES:
            yield name


def runs_what_it_reads(source: str) -> Iterator[str]:
    """Yield each import, call and dotted path by which data could become code."""
    for node in nodes(source):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name.split(".")[0] in LOADERS)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in LOADERS:
                yield module
            case ast.Call(func=ast.Name(id=name)) if name in RUNS_TEXT:
                yield name
            case ast.Attribute(value=ast.Name(id="yaml"), attr=name) if UNSAFE_YAML.match(name):
                yield name
            case ast.Constant(value=str(text)) if UNPICKLES.fullmatch(text):
                yield text


def compared_in_the_open(source: str) -> Iterator[str]:
    """Yield each `==` and `in` with something that is named like a secret, where `compare_digest` belongs."""
    for node in nodes(source):
        if not isinstance(node, ast.Compare):
            continue
        sides = [
            part for side in (node.left, *node.comparators) for part in (side, *getattr(side, "elts", ()))
        ]
        if any(SECRETS.search(_name(side)) for side in sides) and any(
            isinstance(one, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for one in node.ops
        ):
            yield ast.unparse(node)


def _name(node: ast.AST) -> str:
    """Return the last name of an expression: `row["a_token"]` and `made.a_token()` are called `a_token`."""
    match node:
        case (
            ast.Attribute(attr=name) | ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=str(name)))
        ):
            return name
        case ast.Call(func=func):
            return _name(func)
    return ""


def asked_by_a_page(source: str) -> Iterator[str]:
    """Yield each question that a page asks of the database itself, unless it is about who asks."""
    for call in _calls(source):
        asked = ast.unparse(call)
        is_query = isinstance(call.func, ast.Attribute) and re.search(
            r"\.objects\.\w+$", ast.unparse(call.func)
        )
        if (is_query or re.match(r"get_(?:object|list)_or_404\(", asked)) and not UNLESS_OWN.search(asked):
            yield asked


def exempt_from_tokens(source: str) -> Iterator[str]:
    """Yield each use of a decorator that turns a protection of Django's off."""
    for node in nodes(source):
        if isinstance(node, ast.Name | ast.Attribute) and re.search(r"_exempt$", _name(node)):
            yield _name(node)


def unescaped(template: str) -> Iterator[str]:
    """Yield each place of a template where something leaves it as it came."""
    yield from (found[0] for found in UNESCAPED.finditer(template))


def _calls(source: str) -> Iterator[ast.Call]:
    yield from (node for node in nodes(source) if isinstance(node, ast.Call))
