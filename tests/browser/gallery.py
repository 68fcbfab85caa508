"""Check a page narrow, wide, light and dark for everything that can be tested automatically."""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.long_run import IS_LONG

AXE = Axe().axe_script
PICTURES = os.environ.get("SCREENSHOTS")
PHONE, DESKTOP = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
SIZES = {"360": PHONE} | ({"1280": DESKTOP} if IS_LONG or PICTURES else {})
NARROWEST = {"width": 320, "height": 700}
WIDER_THAN_IT_IS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
RULES = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLORS = {**RULES, "runOnly": ["color-contrast", "link-in-text-block"]}
RUN = "options => axe.run(document, options)"


def look(page: Page, name: str) -> None:
    """No accessibility violation on a phone, light and dark, and on a desk; nothing to scroll sideways on 320 px.

    In the dark only the colors are checked, and on the phone: nothing else depends on it. The desk has its turn in the
    long run, and with SCREENSHOTS=folder, where a picture of each is kept.
    """
    page.wait_for_load_state("load")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    wrong: list[str] = []
    for width, size in SIZES.items():
        page.set_viewport_size(size)
        tall = {"width": size["width"], "height": page.evaluate("document.scrollingElement.scrollHeight")}
        page.set_viewport_size(tall)  # so that no sticky bar stands in front of anything
        page.evaluate("scrollTo(0, 0)")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if (size, scheme) != (DESKTOP, "dark"):
                rules = COLORS if scheme == "dark" else RULES
                wrong += [f"{name} {width} {scheme}: {one}" for one in _violations(page, rules)]
            _keep(page, f"{name}-{width}-{scheme}")
    page.emulate_media(color_scheme="light")
    wrong += too_wide(page, name)
    page.set_viewport_size(PHONE)
    assert not wrong, "\n".join(wrong)


def too_wide(page: Page, name: str) -> list[str]:
    page.set_viewport_size(NARROWEST)
    over = page.evaluate(WIDER_THAN_IT_IS)
    return [f"{name}: {over} px too wide for a screen of 320 px"] if over > 0 else []


def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    found: dict[str, Any] = page.evaluate(RUN, rules)
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _keep(page: Page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True, caret="initial")
