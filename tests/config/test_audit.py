"""The audit of pinned releases believes nobody who is merely silent. The reports are as the programs print them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from scripts import audit
from scripts.audit import KNOWN, NOT_LOOKED_AT, OK, Answer
from scripts.queues import Job
from scripts.tally import AUDIT, Tally

A, B, CONTROL = "django==5.2.19", "redis==7.4.1", audit.CONTROLS["python"]
SKIPPED: Final = "Dependency not found on PyPI and could not be audited"


def dependency(release: str, *ids: str, skipped: bool = False) -> dict[str, Any]:
    name, version = release.split("==")
    if skipped:
        return {"name": name, "skip_reason": SKIPPED}
    return {"name": name, "version": version, "vulns": [{"id": one, "fix_versions": []} for one in ids]}


def pip_audit(*dependencies: dict[str, Any]) -> Answer:
    return audit.from_pip_audit("advisories", {"dependencies": list(dependencies), "fixes": []})


def judged(*answers: Answer, wanted=(A, B)) -> tuple[int, str]:
    code, lines = audit.verdict(answers, frozenset(wanted))
    return code, "\n".join(lines)


def test_every_pin_of_every_file_is_read():
    text = (audit.ROOT / "requirements-dev.txt").read_text()
    assert len(audit.pinned(text)) == sum(not line.startswith(" ") for line in text.splitlines())
    both = audit.pinned("a[b, c]==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nD_e==2.0+x \\\n")
    assert both == {"a==1.0": "sys_platform == 'win32'", "d_e==2.0+x": ""}


def test_what_was_skipped_was_not_looked_at_though_the_program_says_that_all_is_well():
    answer = pip_audit(
        dependency(A, skipped=True), dependency(B, skipped=True), dependency(CONTROL, skipped=True)
    )
    code, said = judged(answer)
    assert code == NOT_LOOKED_AT
    assert "0 looked at" in said
    assert "NOT LOOKED AT: 2 of 2 releases" in said


def test_a_source_that_knows_nothing_about_the_control_is_not_believed():
    code, said = judged(pip_audit(dependency(A), dependency(B), dependency(CONTROL)))
    assert code == NOT_LOOKED_AT
    assert f"it does not know that {CONTROL} is vulnerable" in said


def test_a_source_that_knows_it_is_believed_and_one_release_that_is_left_out_is_named():
    code, said = judged(pip_audit(dependency(A), dependency(B), dependency(CONTROL, "PYSEC-1")))
    assert (code, "All 2 releases were looked at; no findings." in said) == (OK, True)
    assert "pyjwt" not in said
    code, said = judged(pip_audit(dependency(A), dependency(B, skipped=True), dependency(CONTROL, "PYSEC-1")))
    assert code == NOT_LOOKED_AT
    assert f"of vulnerabilities of {B}." in said


def test_a_known_vulnerability_ends_it_with_one_and_is_named():
    code, said = judged(pip_audit(dependency(A, "PYSEC-9", "CVE-9"), dependency(CONTROL, "PYSEC-1")))
    assert code == KNOWN
    assert f"KNOWN: {A}: PYSEC-9, CVE-9 (advisories)" in said
    assert f"NOT LOOKED AT: 1 of 2 releases; no source told of vulnerabilities of {B}." in said


def test_two_sources_together_may_know_all():
    first = pip_audit(dependency(A), dependency(CONTROL, "PYSEC-1"))
    second = pip_audit(dependency(B), dependency(CONTROL, "GHSA-1"))
    assert judged(first, second)[0] == OK


def of_pip(release: str, url: str, **more: bool) -> dict[str, Any]:
    name, version = release.split("==")
    return {"metadata": {"name": name, "version": version}, "download_info": {"url": url}} | more


def test_a_withdrawn_release_is_found_and_a_file_of_this_machine_tells_nothing():
    report = {
        "install": [of_pip(A, "https://x/a.whl", is_yanked=True), of_pip(B, "file:///b.whl", is_yanked=False)]
    }
    answer = audit.from_pip("index", report)
    assert answer.looked_at == {A}
    assert judged(answer)[0] == KNOWN


def test_that_nothing_was_withdrawn_says_nothing_about_vulnerabilities():
    report = {
        "install": [
            of_pip(A, "https://x/a.whl", is_yanked=False),
            of_pip(B, "https://x/b.whl", is_yanked=False),
        ]
    }
    assert judged(audit.from_pip("index", report))[0] == NOT_LOOKED_AT
    old = {"install": [of_pip(A, "https://x/a.whl")]}
    assert audit.from_pip("index", old).why_not, "a pip that cannot tell"


def test_npm_is_believed_as_little():
    asked = {"idiomorph==0.8.0", audit.CONTROLS["npm"]}
    assert "405" in audit.from_npm("npm", {"message": "405 Method Not Allowed"}, asked).why_not
    assert audit.from_npm("npm", {"vulnerabilities": {}}, asked).why_not
    knows = {"minimist": {"severity": "critical"}}
    assert audit.from_npm("npm", {"vulnerabilities": knows}, asked).looked_at == {"idiomorph==0.8.0"}
    bad = audit.from_npm("npm", {"vulnerabilities": knows | {"idiomorph": {"severity": "high"}}}, asked)
    assert bad.found == ("idiomorph==0.8.0: high",)


def test_a_program_that_is_missing_or_prints_no_report_is_no_answer(tmp_path):
    assert "FileNotFoundError" in audit._reported(["./nothing-here"], tmp_path)["message"]
    assert audit._reported(["sh", "-c", "echo broken >&2; exit 3"], tmp_path) == {"message": "broken"}
    assert audit._reported(["sh", "-c", "echo '{\"a\": 1}'; exit 1"], tmp_path) == {"a": 1}


class Ended:
    output = None

    def __init__(self, name: str) -> None:
        self.job = Job(name, [], {})

    def printed(self) -> str:
        return json.dumps("said")


@pytest.mark.parametrize(
    ("code", "wrong", "unseen"), [(0, 0, 0), (KNOWN, 1, 0), (NOT_LOOKED_AT, 0, 1), (127, 1, 0)]
)
def test_the_long_run_is_red_for_what_is_known_and_says_at_its_end_what_nobody_could_look_at(
    code, wrong, unseen
):
    tally = Tally()
    tally.ended(Ended(AUDIT), code)
    assert (len(tally.wrong), len(tally.not_looked_at)) == (wrong, unseen)
    tally = Tally()
    tally.ended(Ended("ruff check"), code)
    assert len(tally.wrong) == bool(code)
