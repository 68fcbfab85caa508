"""Words that tell who sees what are never the smallest on a page (UX: 16 px at least, full contrast)."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
TEMPLATES = sorted(
    file
    for folder in ("templates", "exercises/steps")
    for file in (PROJECT / folder).rglob("*")
    if file.suffix in (".html", ".jinja")
)
SMALL = re.compile(r'<(\w+) class="[^"]*\bquietly\b[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)
WHO_SEES = re.compile(r"\bsees\b|\b(?:can|can’t|cannot) (?:see|read|tell)\b|\bis told\b")


def small_words(text: str) -> list[str]:
    """Return the small texts of a template that tell who sees what."""
    return [inside for _tag, inside in SMALL.findall(text) if WHO_SEES.search(inside)]


def test_the_small_print_is_found() -> None:
    assert small_words('<p class="quietly nowrap">{% translate "Blair can read it." %}</p>')
    assert not small_words('<p>Blair can read it.</p><p class="quietly">About ten minutes.</p>')


def test_who_sees_what_is_never_in_small_print() -> None:
    found = {str(file.relative_to(PROJECT)): small_words(file.read_text()) for file in TEMPLATES}
    assert {name: words for name, words in found.items() if words} == {}


def test_hints_and_what_is_said_before_it_is_sent_have_the_size_of_the_text() -> None:
    rules = [
        rule
        for file in sorted((PROJECT / "static/css").glob("*.css"))
        for rule in re.findall(r"[^{}]*\{[^{}]*\}", file.read_text())
        if re.search(r"\.(?:before|hint)\b", rule)
    ]
    assert not any("font-size" in rule or "color" in rule for rule in rules)
