"""A brief as a PDF: the words of the printed page, set by WeasyPrint, which an operator installs if they like."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, Final

KIND: Final = "pdf"
CONTENT_TYPE: Final = "application/pdf"
STYLE: Final = """
@page { size: A4; margin: 18mm; @bottom-center { content: counter(page); font: 9pt sans-serif } }
body { font: 10.5pt/1.45 sans-serif; overflow-wrap: anywhere }
h1 { font-size: 17pt } h2 { font-size: 13pt; margin: 14pt 0 4pt } h3 { font-size: 11pt; margin: 8pt 0 2pt }
h1, h2, h3, caption { break-after: avoid } p, li { margin: 3pt 0 } ul { margin: 0; padding-inline-start: 12pt }
table { border-collapse: collapse; margin: 4pt 0 8pt } caption { text-align: start; font-weight: bold }
th, td { border: .5pt solid #777; padding: 2pt 6pt; text-align: start } tr { break-inside: avoid }
"""


@cache
def library() -> Any:
    """Return WeasyPrint, or None where it, or what it needs of the machine, is not installed."""
    try:
        return import_module("weasyprint")
    except (ImportError, OSError):  # it is a wrapper around Pango
        return None


def of(markup: str) -> bytes:
    """Return a page of ours as a PDF. Nothing is fetched for it. Call it where the library is there."""
    found = library()
    page = found.HTML(string=markup, url_fetcher=_refuse)
    made: bytes = page.write_pdf(stylesheets=[found.CSS(string=STYLE)])
    return made


def _refuse(url: str, *_more: Any, **_named: Any) -> Any:
    raise ValueError(f"a brief needs nothing from {url}")
