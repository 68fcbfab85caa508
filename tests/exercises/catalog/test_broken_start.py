"""Nothing is served with an exercise that cannot be used: `check`, `runserver` and the ASGI start say its lines."""

import os
import subprocess
import sys
from pathlib import Path

from config.exercise_checks import exercises_can_be_used

SAMPLES = Path(__file__).parent / "definitions"
STARTS = """
import sys
from pathlib import Path
from django.core.management import execute_from_command_line
from exercises import catalog

catalog.FOLDER = Path(sys.argv[1])
for command in (["check"], ["runserver", "--noreload", "127.0.0.1:1"]):
    try:
        execute_from_command_line(["manage.py", *command])
    except SystemExit as refused:
        print(command[0], refused.code, file=sys.stderr)
try:
    import config.asgi
except SystemExit as refused:
    print("asgi", refused, file=sys.stderr)
"""


def test_our_exercises_can_be_used() -> None:
    assert exercises_can_be_used(None) == []


def test_no_server_starts_with_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "two-items.yaml").write_text((SAMPLES / "two-items.yaml").read_text())
    broken = tmp_path / "one-need.yaml"
    broken.write_text((SAMPLES / "one-need.yaml").read_text().replace("rounds: 3", "rounds: 0"))
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = (sys.executable, "-c", STARTS, str(tmp_path))
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
    line = "one-need.yaml:45:13: step 3 (listen) › rounds: should be from 1 to 10"
    assert done.stderr.count(line) == 3, done.stderr
    assert done.stderr.count("(counterpoint.E011)") == 3
    assert "two-items" not in done.stderr
    assert [word in done.stderr for word in ("check 1", "runserver 1", "asgi ")] == [True] * 3
