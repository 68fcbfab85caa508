"""What a mutant is: one small fault in a function, of the kind that lets somebody in who should stay out.

A condition turned round, a part of it or of a database filter left out, a refusal or a check not made, one more.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

OPPOSITE: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
FILTERS: Final = {
    "filter",
    "exclude",
    "get",
    "aget",
    "Q",
    "get_or_create",
    "When",
    "update",
    "write",
    "guarded_by",
}
SAYS_NOTHING: Final = {"log", "logger", "structlog"}
"""What is written to a log changes nothing for anybody."""
NEEDED: Final = {"contextmanager", "cache", "atomic"}
"""Decorators without which nothing works, or which change only what races and time do."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """A module with one fault: its tree, the function that has it, where, and what was there before and now."""

    function: str
    line: int
    last_line: int
    was: str
    now: str
    tree: ast.Module
    only_anew: bool = False
    """Whether it shows only in a process that imports the module anew."""

    def __str__(self) -> str:
        return f"{self.function}:{self.line}: {self.was} → {self.now or 'nothing'}"


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of the bodies of a module's functions."""
    tree = ast.parse(source)
    found = _inside(tree)
    for index, node in enumerate(ast.walk(tree)):
        if node not in found:
            continue
        path, returns_bool = found[node]
        for variant in _variants(node, returns_bool):
            changed = ast.parse(source)
            at = list(ast.walk(changed))[index]
            _keep_names(changed, at)
            _replace(changed, at, deepcopy(variant))
            was, now = (" ".join(ast.unparse(one).split())[:90] for one in (node, variant))
            at = getattr(at, "test", at)
            yield Mutant(
                path,
                getattr(at, "lineno", 0),
                getattr(at, "end_lineno", 0),
                was,
                "" if isinstance(variant, ast.Pass) else now,
                changed,
            )


def outer_mutants(source: str) -> Iterator[Mutant]:
    """Yield a module's mutants outside its functions: a decorator less, a name less in a list of names."""
    for index, statement in enumerate(ast.parse(source).body):
        for name, parts in _parts(statement):
            for left_out in range(len(parts)):
                changed = ast.parse(source)
                [mine] = [found for other, found in _parts(changed.body[index]) if other == name]
                was = ast.unparse(mine.pop(left_out))
                yield Mutant(name, statement.lineno, statement.lineno, was, "", changed, only_anew=True)


def _parts(statement: ast.stmt) -> Iterator[tuple[str, list[ast.expr]]]:
    """Yield (name, parts): the decorators of a function, or what a constant lists."""
    match statement:
        case ast.FunctionDef(name=name, decorator_list=parts) if parts:
            if not any(NEEDED & set(ast.unparse(one).split("(")[0].split(".")) for one in parts):
                yield f"@{name}", parts
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            value = value.args[0] if isinstance(value, ast.Call) and value.args else value
            if (
                name.lstrip("_").isupper()
                and isinstance(value, ast.Set | ast.Tuple | ast.List)
                and len(value.elts) > 1
            ):
                yield name, value.elts


def _inside(tree: ast.Module) -> dict[ast.AST, tuple[str, bool]]:
    """Return the nodes of the bodies of functions, each with the function's name and whether it answers yes or no."""
    found: dict[ast.AST, tuple[str, bool]] = {}

    def look(node: ast.AST, path: str, returns_bool: bool, inside: bool) -> None:
        if inside:
            found[node] = (path, returns_bool)
        if isinstance(node, Function):
            path, returns_bool = (
                f"{path}.{node.name}".lstrip("."),
                bool(node.returns and ast.unparse(node.returns) == "bool"),
            )
            for statement in node.body:
                look(statement, path, returns_bool, True)
            return
        path = f"{path}.{node.name}".lstrip(".") if isinstance(node, ast.ClassDef) else path
        for child in ast.iter_child_nodes(node):
            look(child, path, returns_bool, inside)

    look(tree, "", False, False)
    return found


def _variants(node: ast.AST, returns_bool: bool) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[one]) if type(one) in OPPOSITE:
            yield ast.Compare(node.left, [OPPOSITE[type(one)]()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            is_and = isinstance(op, ast.And)
            yield ast.BoolOp(ast.Or() if is_and else ast.And(), values)
            for left_out in values:
                yield ast.BoolOp(op, [one for one in values if one is not left_out] + [ast.Constant(is_and)])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool(given)):
            yield ast.Constant(not given)
        case ast.Constant(value=int(number)):
            yield ast.Constant(number + 1)
        case ast.Call(func=func) if _last(func) in FILTERS and len(node.args) + len(node.keywords) > 1 - (
            _last(func) == "filter"
        ):
            for index in range(len(node.args)):
                yield ast.Call(func, node.args[:index] + node.args[index + 1 :], node.keywords)
            for left in node.keywords:
                yield ast.Call(func, node.args, [one for one in node.keywords if one is not left])
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if not _is_a_condition(test):
            changed = deepcopy(node)
            changed.test = ast.UnaryOp(ast.Not(), test)
            yield changed
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.UnaryOp(ast.Not(), value) if returns_bool else ast.Constant(None))
        case ast.Raise():
            yield ast.Pass()
        case ast.Expr(value=ast.Call(func=func)) if not SAYS_NOTHING & set(ast.unparse(func).split(".")):
            yield ast.Pass()


def _is_a_condition(test: ast.expr) -> bool:
    """Return whether it is changed as an expression of its own."""
    return isinstance(test, ast.Compare | ast.BoolOp) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _last(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _replace(tree: ast.AST, at: ast.AST, by: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is at:
                setattr(parent, name, ast.copy_location(by, at))
            elif isinstance(value, list) and any(one is at for one in value):
                value[:] = [ast.copy_location(by, at) if one is at else one for one in value]
    ast.fix_missing_locations(tree)


def _keep_names(tree: ast.AST, at: ast.AST) -> None:
    """Let every function around this node still mention its names, so that it closes over the same variables."""
    names = {one.id for one in ast.walk(at) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    mentions: list[ast.stmt] = [ast.Expr(ast.Name(name, ast.Load())) for name in sorted(names)]
    for function in [one for one in ast.walk(tree) if isinstance(one, Function)]:
        if mentions and any(at is one for one in ast.walk(function)):
            function.body.append(ast.If(ast.Constant(0), deepcopy(mentions), []))
