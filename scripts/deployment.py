"""Checks what is in deploy/, each file by its own tool: nginx, systemd, hadolint, and the schema of compose files.

Usage: python -m scripts.deployment. It prints what is wrong, and exits with 1 if anything is. It starts no server.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts import machine, nginx
from tests.servers import folder_for, free_port

ROOT: Final = Path(__file__).parent.parent
UNITS: Final = "units"
"""What systemd does not know it only warns of: there any word is a fault."""
INSTALLED: Final = "/opt/counterpoint"
MAX_EXPOSURE: Final = "15"
"""In tenths, of 100: ours have 14, and each line that is taken out of a unit costs some. Without any they have 96."""


def wrong_in(deploy: Path, only: str = "") -> list[str]:
    """Return the names of the checks, or of one, that found something there, each with what its tool said."""
    with folder_for("deployment") as folder:
        ran = {
            name: subprocess.run(command, capture_output=True, text=True, check=False)
            for name, command in _checks(deploy, folder)
            if only in ("", name)
        }
    return [
        f"{name}:\n{one.stdout}{one.stderr}"
        for name, one in ran.items()
        if one.returncode or (name == UNITS and one.stderr)
    ]


def _checks(deploy: Path, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each check, with the command that finds nothing if all is well."""
    servers = folder / "nginx"
    servers.mkdir()
    configuration = nginx.configured(servers, free_port(), free_port(), deploy=deploy / "nginx")
    yield "nginx", [machine.nginx(), "-t", "-q", *configuration]
    units = list(_units(deploy / "systemd", folder))
    analyze = machine.systemd_analyze()
    yield UNITS, [analyze, "verify", "--man=no", *map(str, units)]
    for unit in (unit for unit in units if unit.suffix == ".service"):
        strict = ["--offline=true", f"--threshold={MAX_EXPOSURE}"]
        yield f"exposure of {unit.name}", [analyze, "security", "--no-pager", *strict, str(unit)]
    container = deploy / "container"
    yield "container file", [machine.hadolint(), str(container / "Containerfile")]
    schema = ["--builtin-schema", "vendor.compose-spec"]
    yield "compose file", [str(machine.tool("check-jsonschema")), *schema, str(container / "compose.yaml")]


def _units(systemd: Path, folder: Path) -> Iterator[Path]:
    """The units as they would be if the project were installed where it is: systemd looks whether programs exist."""
    for unit in sorted(systemd.iterdir()):
        copy = folder / unit.name
        copy.write_text(unit.read_text().replace(INSTALLED, str(ROOT)))
        yield copy


def main() -> int:
    wrong = wrong_in(ROOT / "deploy")
    for one in wrong:
        print(f"deploy/: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
