"""Starts a PostgreSQL of its own for a while, on a free port of this machine. It never touches one that runs already.

It trusts every connection from this machine, so it is for tests and measurements only.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import folder_for, free_port

SETTINGS = "-c listen_addresses=127.0.0.1 -c max_connections=200"
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off"
"""Faster, and what a power cut leaves is lost: for tests of everything else."""


@contextmanager
def postgres(programs: Path, is_durable: bool = True) -> Iterator[str]:
    """The URL of a running server without its database name: `f"{url}/name"`. `programs` holds initdb and pg_ctl."""
    with folder_for("postgres") as folder:
        programs, data, port = _for_its_user(programs, folder), folder / "data", free_port()
        _run(programs / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust", "-E", "UTF8")
        settings = f"{SETTINGS} -c unix_socket_directories={folder} -p {port}"
        if not is_durable:
            settings = f"{settings} {FORGETFUL}"
        _run(programs / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", settings)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}"
        finally:
            _run(programs / "pg_ctl", "stop", "-w", "-D", data, "-m", "immediate")


def _run(*command: object) -> None:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", _its_user(), "--", *words]
    ran = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/")
    if ran.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{ran.stdout}")


def _its_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _for_its_user(programs: Path, folder: Path) -> Path:
    """As root: give the folder away, and copy programs that may lie where the other user cannot read."""
    if os.geteuid() != 0:
        return programs
    shutil.chown(folder, _its_user())
    if programs.is_relative_to("/usr"):
        return programs
    install = programs.parent
    package = install.parent
    copy = folder / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = package.with_name(
        f"{package.name}.libs"
    )  # where its programs look for them: beside the package
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / programs.name
