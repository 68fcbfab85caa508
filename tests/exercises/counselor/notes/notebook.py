"""Casey at her notebook, for tests: writes notes through the pages, as a browser without a script does."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

from django.test import Client

from couples.counseling.models import Counseling
from tests.exercises.counselor.at_work import signed_in

HIDDEN = re.compile(r'<input type="hidden" name="(form|after)" value="([^"]*)">')
TODAY = "2026-01-05"


class Notebook:
    """`link`: of the couple whose file is open."""

    def __init__(self, counselor, link: Counseling) -> None:
        self.client: Client = signed_in(counselor)
        self.base = f"/counsel/notes/{link.pk}/"

    def section(self, section: str) -> str:
        return self.text(f"{self.base}{section}/")

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return unescape(answer.content.decode())

    def begin(self, section: str = "both") -> str:
        """Begin a page and return its path."""
        answer = self.client.post(f"{self.base}{section}/", {"id": str(uuid4())})
        assert answer.status_code == 302
        return str(answer.headers["Location"]).removesuffix("write/")

    def form(self, page: str) -> dict[str, str]:
        """Open the form, and return the ids in it."""
        return dict(HIDDEN.findall(self.text(f"{page}write/")))

    def send(self, page: str, form: dict[str, str], go: str = "finish", **words: str):
        filled = {"day": TODAY, **words, **form}
        if go == "draft":
            return self.client.post(f"{page}draft/", filled)
        return self.client.post(f"{page}write/", {**filled, "go": go})

    def written(self, section: str = "both", **words: str) -> str:
        """Write and finish a page; return its path."""
        page = self.begin(section)
        assert self.send(page, self.form(page), **words).status_code == 302
        return page
