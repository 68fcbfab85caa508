"""Looks up every pinned release: is a vulnerability known, was it withdrawn? Says what nobody could be asked about.

Usage: scripts/audit. Ends with 1 if something is known, with 2 if a release was looked up by no source.
Every source of advisories is asked about a control, too: a release with a vulnerability that everybody knows. A source
that does not name it is not believed about the others: silence has to be an answer before it counts as one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
FILES: Final = ("requirements.txt", "requirements-pdf.txt", "requirements-dev.txt", "requirements-audit.txt")
VENDORED: Final = "static/vendor/vendor.json"
PIN: Final = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;]+)(?: ;\s*([^\\]+?))?\s*\\?$", re.M)
CONTROLS: Final = {"python": "pyjwt==1.5.0", "npm": "minimist==0.0.8"}
"""Releases with vulnerabilities known for years, which Counterpoint does not use."""
SECONDS: Final = 600
OK, KNOWN, NOT_LOOKED_AT = 0, 1, 2


@dataclass(frozen=True)
class Answer:
    """What one source said: which releases it looked at, what it found, or why it is not believed."""

    source: str
    looked_at: frozenset[str] = frozenset()
    found: tuple[str, ...] = ()
    why_not: str = ""
    knows_vulnerabilities: bool = True


def pinned(text: str) -> dict[str, str]:
    """Return the releases in a file of requirements, as name==version, with the machines that they are for."""
    return {f"{name.lower()}=={version}": marker.strip() for name, version, marker in PIN.findall(text)}


def from_pip_audit(source: str, report: Mapping[str, Any]) -> Answer:
    """Return what pip-audit reports, which counts what it skipped as in order."""
    asked = [one for one in report["dependencies"] if "skip_reason" not in one]
    named = {
        f"{one['name'].lower()}=={one['version']}": [vuln["id"] for vuln in one["vulns"]] for one in asked
    }
    return _believed(source, named, CONTROLS["python"])


def from_npm(source: str, report: Mapping[str, Any], asked: Iterable[str]) -> Answer:
    """Return what `npm audit` reports. It names only what is vulnerable, and an error in a report of its own."""
    if "vulnerabilities" not in report:
        return Answer(source, why_not=str(report.get("message", "no answer")))
    bad = report["vulnerabilities"]
    named = {one: [bad[one.split("==")[0]]["severity"]] if one.split("==")[0] in bad else [] for one in asked}
    return _believed(source, named, CONTROLS["npm"])


def _believed(source: str, named: Mapping[str, Sequence[str]], control: str) -> Answer:
    if not named.get(control):
        return Answer(source, why_not=f"it does not know that {control} is vulnerable")
    found = tuple(f"{one}: {', '.join(ids)}" for one, ids in sorted(named.items()) if ids and one != control)
    return Answer(source, frozenset(named) - {control}, found)


def from_pip(source: str, report: Mapping[str, Any]) -> Answer:
    """Return which releases were withdrawn, of those that pip would take from an index; files of a disk say nothing."""
    looked_at, found = set(), []
    for one in report["install"]:
        release = f"{one['metadata']['name'].lower()}=={one['metadata']['version']}"
        if "is_yanked" in one and one["download_info"]["url"].startswith("http"):
            looked_at.add(release)
            if one["is_yanked"]:
                found.append(f"{release}: withdrawn")
    return Answer(source, frozenset(looked_at), tuple(found), "" if looked_at else "it says nothing", False)


def _reported(command: Sequence[str], folder: Path) -> Mapping[str, Any]:
    """Return the JSON that a program prints, whatever it ends with; where it prints none, its last line."""
    try:
        ran = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return {"message": f"{type(trouble).__name__}: {command[0]}"}
    try:
        return dict(json.loads(ran.stdout))
    except ValueError:
        return {"message": (ran.stderr.strip().splitlines() or ["no answer"])[-1][:160]}


def ask(python: Mapping[str, str], npm: frozenset[str], folder: Path) -> list[Answer]:
    """Ask every source there is, with the programs beside this Python and with npm."""
    here = Path(sys.executable).parent
    (folder / "asked").write_text("\n".join([*python, CONTROLS["python"]]))
    (folder / "pins").write_text(
        "\n".join(f"{one} ; {marker}" if marker else one for one, marker in python.items())
    )
    answers = []
    for service, source in (("pypi", "PyPI's advisories"), ("osv", "OSV's advisories")):
        flags = ["--disable-pip", "--no-deps", "--progress-spinner", "off", "-f", "json", "-s", service]
        report = _reported([str(here / "pip-audit"), *flags, "-r", "asked"], folder)
        known = "dependencies" in report
        answers.append(from_pip_audit(source, report) if known else Answer(source, why_not=report["message"]))
    flags = ["--dry-run", "--ignore-installed", "--no-deps", "--quiet", "--report", "-", "-r", "pins"]
    report = _reported([sys.executable, "-m", "pip", "install", *flags], folder)
    source = "withdrawn releases (the package index)"
    answers.append(
        from_pip(source, report) if "install" in report else Answer(source, why_not=report["message"])
    )
    answers.append(from_npm("npm's advisories", _npm(npm, folder), npm | {CONTROLS["npm"]}))
    return answers


def _npm(releases: frozenset[str], folder: Path) -> Mapping[str, Any]:
    wanted = dict(one.split("==") for one in (*releases, CONTROLS["npm"]))
    project = {"name": "asked", "private": True, "dependencies": wanted}
    packages = {
        "": project,
        **{f"node_modules/{name}": {"version": version} for name, version in wanted.items()},
    }
    (folder / "package.json").write_text(json.dumps(project))
    lock = {"name": "asked", "lockfileVersion": 3, "requires": True, "packages": packages}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    return _reported(["npm", "audit", "--json", "--package-lock-only"], folder)


def verdict(answers: Sequence[Answer], wanted: frozenset[str]) -> tuple[int, list[str]]:
    """Return the code to end with, and what there is to say: a line for each source, for each finding, and the last."""
    lines = []
    for answer in answers:
        why = f" ({answer.why_not})" if answer.why_not else ""
        lines.append(f"{answer.source}: {len(answer.looked_at)} looked at{why}")
    found = [f"KNOWN: {what} ({answer.source})" for answer in answers for what in answer.found]
    asked = frozenset().union(*(answer.looked_at for answer in answers if answer.knows_vulnerabilities))
    if left := sorted(wanted - asked):
        which = "any of them" if len(left) == len(wanted) else ", ".join(left)
        last = f"NOT LOOKED AT: {len(left)} of {len(wanted)} releases; no source told of vulnerabilities of {which}."
    else:
        last = f"All {len(wanted)} releases were looked at; {len(found) or 'no'} findings."
    return (KNOWN if found else NOT_LOOKED_AT if left else OK), [*lines, *found, last]


def main() -> int:
    python = {one: marker for name in FILES for one, marker in pinned((ROOT / name).read_text()).items()}
    npm = frozenset(
        f"{one['package']}=={one['version']}" for one in json.loads((ROOT / VENDORED).read_text())
    )
    with tempfile.TemporaryDirectory() as folder:
        answers = ask(python, npm, Path(folder))
    code, lines = verdict(answers, frozenset(python) | npm)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
