"""What is vendored is what it says it is."""

import base64
import hashlib
import json
from typing import Any

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "static" / "vendor"
LISTED: dict[str, Any] = json.loads((FOLDER / "vendor.json").read_text())


def test_every_vendored_file_has_the_hash_that_was_written_down():
    files = json.dumps(LISTED)
    for path in FOLDER.iterdir():
        if path.name == "vendor.json" or path.suffix in (".md", ".txt") or "LICENSE" in path.name:
            continue
        digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        assert digest in files, f"{path.name} differs from vendor.json"


@pytest.mark.parametrize("word", ["version", "licence", "sha384"])
def test_the_list_says_what_each_file_is(word: str):
    assert word in json.dumps(LISTED)
