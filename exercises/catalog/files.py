"""A definition file as plain data with line and column. Values that YAML would silently convert are problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _

from exercises.catalog.syntax import fault, slips

Route = tuple[str | int, ...]
"""The names and list positions that lead from the top of a file to a value."""

Position = tuple[int, int]
"""Line and column, both from 1."""

WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
DEEPEST = 12
STRING = "tag:yaml.org,2002:str"
LOADERS: Final = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
"""The quick one in C, where there is one, and the one that says what is wrong with a file that neither can read."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with the value at `route`, reported at its name if `at_name`, or at `position` if given."""

    route: Route
    says: str
    at_name: bool = False
    position: Position | None = None


class BrokenDefinition(Exception):
    """A file that cannot be used. `lines`: every error, as file:line:column: where: what."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass
class Source:
    """The data of a file, the positions of its names and values, and the problems found while reading."""

    name: str
    data: Any = None
    values: dict[Route, Position] = field(default_factory=dict)
    names: dict[Route, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def broken(self, problems: Iterable[Problem]) -> BrokenDefinition:
        """Return an exception with each problem once, in the order of the file."""
        found = dict.fromkeys((self._position(problem), self._words(problem)) for problem in problems)
        told = sorted(found, key=lambda one: one[0])
        return BrokenDefinition(f"{self.name}:{line}:{column}: {words}" for (line, column), words in told)

    def _words(self, problem: Problem) -> str:
        where = in_words(problem.route, self.data)
        return f"{where}: {problem.says}" if where else problem.says

    def _position(self, problem: Problem) -> Position:
        if problem.position:
            return problem.position
        if problem.at_name and problem.route in self.names:
            return self.names[problem.route]
        route = problem.route
        while route and route not in self.values:
            route = route[:-1]
        return self.values.get(route, (1, 1))


def load(path: Path) -> Source:
    """Read the file at `path`. Raises BrokenDefinition if it is not YAML or has anchors, aliases or tags."""
    source = Source(path.name)
    try:
        text = path.read_bytes().decode()
        shortcuts, top = _parsed(text)
    except UnicodeDecodeError:
        raise BrokenDefinition([f"{path.name}:1:1: " + _("This file is not text in UTF-8.")]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BrokenDefinition([f"{path.name}:{line}:1: " + _("There is a broken character here.")]) from None
    except yaml.MarkedYAMLError as error:
        shortcuts, top = [fault(text, error)], None
    if shortcuts:
        raise BrokenDefinition(f"{path.name}:{line}:{column}: {says}" for (line, column), says in shortcuts)
    if top is not None:
        source.data = _read(source, top, ())
    return source


def _parsed(text: str) -> tuple[list[tuple[Position, str]], yaml.Node | None]:
    """Return what YAML reads otherwise than it looks, and the top node. Raises YAMLError in the words of the slower."""
    for loader in LOADERS:
        try:
            shortcuts = list(_shortcuts(text, loader))
            if shortcuts:
                return shortcuts, None
            top = yaml.compose(text, Loader=loader)
            return sorted(slips(text, top)) if top else [], top
        except yaml.YAMLError:
            if loader is LOADERS[-1]:
                raise
    raise AssertionError("there is a loader")


def _after(mark: Any) -> Position:
    """Return the position of a YAML mark, counted from 1 instead of 0."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _shortcuts(text: str, loader: Any) -> Iterator[tuple[Position, str]]:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        position = _after(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield position, _("& and * are not used here: write the text out, or put it in quotes")
        elif getattr(event, "tag", None):
            yield position, _("tags with ! are not used here: put words that begin with ! in quotes")
        elif depth == DEEPEST:
            yield position, _("this is nested too deeply")
            return


def _read(source: Source, node: yaml.Node, route: Route) -> Any:
    """Return the plain value of a node; add positions and problems to `source`."""
    source.values[route] = _after(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(source, node, route))
    if isinstance(node, yaml.SequenceNode):
        return [_read(source, each, (*route, index)) for index, each in enumerate(node.value)]
    return _scalar(source, node, route)


def _pairs(source: Source, node: yaml.MappingNode, route: Route) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for name_node, value_node in node.value:
        name = name_node.value if isinstance(name_node.value, str) else "?"
        here = (*route, name)
        if name in seen:
            says = _("this name is here twice, and only one of the two would count")
            source.problems.append(Problem(here, says, position=_after(name_node.start_mark)))
            continue
        seen.add(name)
        source.names[here] = _after(name_node.start_mark)
        if name_node.tag != STRING:
            says = _("YAML does not take “{name}” for a word: put it in quotes").format(name=name)
            source.problems.append(Problem(here, says, at_name=True))
        yield name, _read(source, value_node, here)


def _scalar(source: Source, node: Any, route: Route) -> str | int | bool:
    """Return text, a whole number, True or False. Any other YAML type is reported as a problem and returned as text."""
    text: str = node.value
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind == "str":
        return text
    if kind == "int" and WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if text == "":
        says = _("this is empty")
    else:
        says = _("YAML does not take “{text}” for words: put it in quotes").format(text=text)
    source.problems.append(Problem(route, says))
    return text


def in_words(route: Route, data: Any) -> str:
    """Return a readable route, such as: step 3 (listen) › question 1 (see) › label."""
    words: list[str] = []
    for part in route:
        if isinstance(part, str):
            data = data.get(part) if isinstance(data, dict) else None
            words.append(part)
        else:
            data = data[part] if isinstance(data, list) and part < len(data) else None
            one = words.pop().replace("_", " ").removesuffix("s") if words else _("entry")
            words.append(f"{one} {part + 1}{_called(data)}")
    return " › ".join(words)


def _called(item: Any) -> str:
    names = (item.get(key) for key in ("id", "name", "key", "value")) if isinstance(item, dict) else ()
    name = next((name for name in names if isinstance(name, str)), None)
    return f" ({name})" if name else ""
