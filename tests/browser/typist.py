"""Somebody with keys and no pointer, with a script or without: what a guest does, by Tab, arrows and Enter."""

import re
from collections.abc import Callable
from functools import partial

from playwright.sync_api import Locator, expect

from tests.browser.by_what_is_offered import reload
from tests.browser.guests import Guest
from tests.browser.people import PATIENCE

MOST_STOPS = 150
LOOKS_EVERY = 300  # milliseconds, where no script brings what is new
CLEAR = 6  # pixels between two things that are not one
HAS_FOCUS = "one => one === document.activeElement"
HOLDS_FOCUS = "one => one !== document.activeElement && one.contains(document.activeElement)"


class Typist(Guest):
    """Reaches nothing but by Tab. Without a script, looks again for what is not there yet."""

    def reaches(self, what: Locator, focused: str = HAS_FOCUS) -> None:
        """Tab by tab, until the focus is there."""
        expect(what).to_be_attached()
        for _stop in range(MOST_STOPS):
            if what.evaluate(focused):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.name} cannot reach {what} by Tab")

    def enters(self, what: Locator) -> None:
        seen = what.filter(visible=True)
        self.looks_until(lambda: seen.count() > 0)
        self.enters_at_once(seen.first)

    def enters_at_once(self, what: Locator) -> None:
        self.reaches(what)
        what.press("Enter")

    def presses(self, button: str, inside: Locator | None = None) -> None:
        self.enters((inside or self.page).get_by_role("button", name=button, exact=True))

    def follows(self, link: str | re.Pattern[str]) -> None:
        self.enters(self.page.get_by_role("link", name=link))

    def opens(self, summary: str) -> None:
        self.enters(self.page.locator("summary", has_text=summary))

    def writes(self, label: str, words: str, keeps: bool = False) -> None:
        if keeps:
            self.kept.append(words)
        self.types(self.box(label), words)

    def types(self, box: Locator, words: str) -> None:
        self.reaches(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def ticks(self, box: Locator) -> None:
        self.reaches(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def picks(self, group: Locator, answer: str) -> None:
        """Into the group by Tab, then by arrows to the one that begins with these words."""
        wanted = group.get_by_role("radio", name=re.compile("^" + re.escape(answer))).first
        self.reaches(group, HOLDS_FOCUS)
        self.page.keyboard.press("Space")
        for _arrow in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def selects(self, label: str, option: str) -> None:
        """As in a closed list: what is typed is chosen."""
        box = self.page.get_by_role("combobox", name=label)
        self.reaches(box)
        self.page.keyboard.type(option)
        expect(box.locator("option:checked")).to_contain_text(option)

    def at(self, heading: str) -> None:
        top = self.page.get_by_role("heading", level=1)
        self.looks_until(lambda: heading in top.all_inner_texts())
        expect(top).to_have_text(heading)
        self.screens.append(heading)

    def is_past(self, heading: str) -> None:
        top = self.page.get_by_role("heading", level=1)
        self.looks_until(lambda: heading not in top.all_inner_texts())
        expect(top).not_to_have_text(heading)

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            self.looks_until(partial(self.sees, sentence))
        super().reads(*sentences)

    def reads_nothing_of(self, *sentences: str) -> None:
        for sentence in sentences:
            self.looks_until(partial(self.is_without, sentence))
        super().reads_nothing_of(*sentences)

    def is_without(self, sentence: str) -> bool:
        return not self.sees(sentence)

    def looks_until(self, is_so: Callable[[], bool]) -> None:
        """With a script it comes by itself."""
        for _look in range(0 if self.has_script else PATIENCE // LOOKS_EVERY):
            self.page.wait_for_load_state()
            if is_so():
                return
            self.page.wait_for_timeout(LOOKS_EVERY)
            self.looks_again()

    def looks_again(self) -> None:
        """By the link for it where there is one. A session without it refreshes itself, and this is a little sooner."""
        link = self.page.get_by_role("link", name="Look again")
        if link.count():
            self.enters_at_once(link.first)
            return
        refreshes = self.page.locator('meta[http-equiv="refresh"]').count()
        assert refreshes or "/sessions/" not in self.page.url, "nothing here leads to what is new"
        reload(self.page)

    def stands_below(self, lower: Locator, upper: Locator) -> None:
        """Not touching it."""
        above, below = upper.bounding_box(), lower.bounding_box()
        assert above
        assert below
        assert below["y"] - above["y"] - above["height"] >= CLEAR
