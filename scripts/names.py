"""Checks that the code speaks the project's vocabulary: identifiers, file names and template names, not prose.

Usage: python -m scripts.names. Prints every use of a word that was given up, with the word to use instead, and exits
with 1 if there is any. The glossary in CONTRIBUTING says what the words mean.
"""

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

INSTEAD: Final = {
    "accesses": "access_log",
    "balcony": "observer",
    "beat": "poll",
    "beats": "polls",
    "becoming": "counselor_pages",
    "circle": "support_map",
    "counsel": "counselor",
    "desk": "connection",
    "door": "access, gate or revoke",
    "doors": "access, gate or revoke",
    "doubt": "stale",
    "doubted": "stale",
    "glimpse": "screen",
    "keepsake": "retained",
    "linking": "links",
    "looking": "screen",
    "outbox": "diff",
    "parting": "hooks or leaving",
    "partings": "export_labels",
    "place": "viewpoint, status, position or context",
    "places": "viewpoints, services or contexts",
    "seat": "access",
    "seats": "slots",
    "sheets": "closed_forms or forms",
    "shelf": "store",
    "shelves": "stores",
    "shut": "denied or closed",
    "sight": "view",
    "slowing": "ratelimits",
    "spot": "access",
    "tab": "connection",
    "tabs": "connections",
    "throttle": "ratelimits",
    "unproven": "unverified",
    "watcher": "connection",
    "wording": "text, labels or translate",
}
PINNED: Final = {
    "make_shelves": "a public command",
    "places": "the key in the files of help services that operators write",
    "wording": "a name in the JSON of an answer step",
    "outbox": "Django's test mailbox: django.core.mail.outbox",
    "SHUT_RDWR": "a constant of Python's socket module",
}
"""Names that other people rely on, or that are not ours."""
LEFT_OUT: Final = re.compile(r"/migrations/|/vendor/|recorded_sessions/.*json|static/vendor")
PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
IN_TEMPLATE: Final = re.compile(r"\{\{(.*?)\}\}|\{%-?(.*?)-?%\}", re.S)
QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
WORD: Final = re.compile(r"[A-Za-z_]\w*")


def given_up(name: str) -> str | None:
    """The word in this name that was given up, or None."""
    if name in PINNED or name.startswith("test_"):  # a test's name is a sentence
        return None
    return next((part for part in map(str.lower, PART.findall(name)) if part in INSTEAD), None)


def python_names(text: str) -> Iterator[tuple[int, str]]:
    """Every identifier of a module with its line."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string


def template_names(text: str) -> Iterator[tuple[int, str]]:
    """Every name in the tags and variables of a template; quoted text is prose, or a path that is checked itself."""
    for found in IN_TEMPLATE.finditer(text):
        code = QUOTED.sub(" ", found[1] or found[2] or "")
        for name in WORD.findall(code):
            yield text.count("\n", 0, found.start()) + 1, name


READERS: Final = {
    ".py": python_names,
    ".html": template_names,
    ".jinja": template_names,
    ".txt": template_names,
}


def wrong_names(folder: Path, files: list[str]) -> Iterator[str]:
    """A line for each name, in these files or of them, that holds a word that was given up."""
    for file in files:
        for part in Path(file).parts:
            if word := given_up(Path(part).stem):
                yield f"{file}: {word} in its name; say {INSTEAD[word]}"
        read = READERS.get(Path(file).suffix)
        if read is None:
            continue
        seen = {
            (name, given_up(name)): line for line, name in read((folder / file).read_text()) if given_up(name)
        }
        for (name, word), line in sorted(seen.items(), key=lambda one: one[1]):
            assert word is not None
            yield f"{file}:{line}: {name}; for {word} say {INSTEAD[word]}"


def tracked(folder: Path) -> list[str]:
    """The files that git knows or would take, without what is stored for ever or comes from elsewhere."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [file for file in listed if not LEFT_OUT.search(file) and (folder / file).is_file()]


def main() -> int:
    folder = Path(__file__).parent.parent
    found = list(wrong_names(folder, tracked(folder)))
    print("\n".join(found) or "Every name is in the vocabulary.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
