"""What `python -m scripts.deployment` looks at: as it is nothing is wrong, and what is planted is found by its tool."""

import shutil
from pathlib import Path

from scripts import deployment

DEPLOY = Path(__file__).parents[2] / "deploy"
PLANTED = {
    "nginx": ("nginx/counterpoint.conf", "gzip off;", "gzip off"),
    "units": ("systemd/counterpoint@.service", "ProtectSystem=strict", "ProtectSystem=a bit"),
    "exposure of counterpoint@.service": (
        "systemd/counterpoint@.service",
        "PrivateDevices=yes\nPrivateUsers=yes\n",
        "",
    ),
    "container file": ("container/Containerfile", "python:3.13-slim-trixie", "python:latest"),
    "compose file": ("container/compose.yaml", "read_only: true", "readonly: true"),
}


def test_everything_in_deploy_is_in_order() -> None:
    assert deployment.wrong_in(DEPLOY) == []


def test_each_planted_fault_is_found_by_its_own_tool(tmp_path: Path) -> None:
    for name, (file, old, new) in PLANTED.items():
        deploy = tmp_path / name.replace(" ", "")
        shutil.copytree(DEPLOY, deploy)
        text = (deploy / file).read_text()
        assert old in text
        (deploy / file).write_text(text.replace(old, new))
        assert len(deployment.wrong_in(deploy, only=name)) == 1, name
