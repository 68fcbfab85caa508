"""What an author is told of a file that YAML cannot read, or reads as something else than words, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Found = tuple[tuple[int, int], str]
"""Line and column, both from 1, and what is wrong there."""

TABULATOR: Final = re.compile(r" *\t")
NO_SPACE_AFTER_COLON: Final = re.compile(r"\s*(?:- +)?[\w.-]+:(?=[^\s:])")
NO_SPACE_AFTER_DASH: Final = re.compile(r"\s*-(?=[^\s-])")
A_NAME: Final = re.compile(r"\s*(?:- +)?[\w.-]+:(?:\s|$)")
CUT_OFF: Final = re.compile(r"\s+#\S")
"""What YAML takes for a comment, although it looks like a part of the text, as in “Write #1”."""

QUOTES: Final = gettext_lazy(
    'a text that begins with {sign} needs quotes: put it between two straight ones (")'
)
COLON: Final = gettext_lazy(
    'a text with a colon and a space in it needs quotes: put it between two straight ones (")'
)
COLUMN: Final = gettext_lazy(
    "this line does not begin where it belongs: the names of one group, and each “-” of one list, stand exactly below "
    "each other; count the spaces"
)
NAMELESS: Final = gettext_lazy(
    "this line has no name with a colon. If it goes on with the text above, move it further in; "
    "otherwise write its name, a colon and a space before it"
)
INNER_QUOTES: Final = gettext_lazy(
    'the text goes on behind its closing quotation mark: put the whole of it between straight ones ("), '
    "and write “ ” and ’ in it"
)


def fault(text: str, error: yaml.MarkedYAMLError) -> Found:
    """Return what to say of an error that the reader written in Python found in this text."""
    lines = text.splitlines()
    mark, begins = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return (1, 1), str(error.problem)
    line = _line(lines, mark)
    if found := TABULATOR.match(line):
        return (mark.line + 1, found.end()), _(
            "there is a tab at the beginning of this line: write spaces instead"
        )
    if found := NO_SPACE_AFTER_DASH.match(line):
        return (mark.line + 1, found.end()), _("there is no space after the “-”")
    problem = error.problem or ""
    if begins and "expected ':'" in problem:
        return _without_a_name(_line(lines, begins), begins)
    if begins and error.context == "while scanning a quoted scalar":
        return _at(begins), _("the quotation mark that begins here has no other half")
    if begins and (error.context or "").startswith("while parsing a flow"):
        return _at(begins), str(QUOTES).format(sign=_("{ or ["))
    return _at(mark), _said(problem, line, mark, text)


def _said(problem: str, line: str, mark: Any, text: str) -> str:
    at_the_beginning = not line[: mark.column].strip()
    if problem.startswith("mapping values"):
        name = A_NAME.match(line)
        return str(COLUMN if name and name.end() > mark.column else COLON)
    if problem.startswith("sequence entries"):
        return str(COLUMN) if at_the_beginning else str(QUOTES).format(sign="-")
    if problem.startswith("expected <block end>"):
        if at_the_beginning:
            return str(COLUMN if A_NAME.match(line) or line.lstrip().startswith("-") else NAMELESS)
        return _behind(mark, text)
    if problem.startswith("found unknown escape"):
        return _("between straight quotes a \\ has to be written twice")
    if "cannot start any token" in problem:
        return str(QUOTES).format(sign=line[mark.column : mark.column + 1])
    if problem == "but found another document":
        return _("a file holds one exercise, and no line with “---”")
    return _("this cannot be read ({problem}). Quotes around the text often help").format(problem=problem)


def _without_a_name(line: str, mark: Any) -> Found:
    """Return what is wrong with a line that YAML took for a name."""
    if found := NO_SPACE_AFTER_COLON.match(line):
        return (mark.line + 1, found.end()), _("there is no space after the colon")
    return _at(mark), str(NAMELESS)


def _behind(mark: Any, text: str) -> str:
    """Return what is wrong where a text goes on although YAML took it to be over."""
    last: Any = None
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if token.start_mark.index >= mark.index:
            break
        last = token
    if isinstance(last, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
        return str(QUOTES).format(sign=_("{ or ["))
    begun = last.start_mark.line if last else mark.line
    if begun < mark.line:
        says = _("the quotation mark of line {line} is closed only here: is its other half missing there?")
        return says.format(line=begun + 1)
    return str(INNER_QUOTES)


def slips(text: str, top: yaml.Node) -> Iterator[Found]:
    """Yield where YAML reads what an author meant as words as something else without saying so."""
    lines = text.splitlines()
    nodes: list[Any] = [top]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            values = [value for _name, value in node.value]
            if node.flow_style and values and all(_is_nothing(value) for value in values):
                yield _at(node.start_mark), str(QUOTES).format(sign="{")
            nodes += values
        elif not node.style and CUT_OFF.match(_line(lines, node.end_mark), node.end_mark.column):
            yield _at(node.end_mark), _("from the # on this is left out: put the whole text in quotes")


def _is_nothing(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and not node.value


def _line(lines: list[str], mark: Any) -> str:
    return lines[mark.line] if mark.line < len(lines) else ""


def _at(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1
