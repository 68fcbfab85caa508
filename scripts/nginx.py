"""Makes nginx's configuration from deploy/nginx for one run on this machine: other ports, and a certificate of its own.

Nothing else is changed in it, so what is checked and tested is what operators get.
"""

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.config.edge import certificate

DEPLOY: Final = Path(__file__).parent.parent / "deploy/nginx"
AROUND: Final = """\
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    include {folder}/mime.types;
    access_log {folder}/access.log; # as Debian has it; ours turn it off
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/*.conf;
}}
"""


def configured(
    folder: Path, plain: int, encrypted: int, processes: Sequence[int] = (8001, 8002), deploy: Path = DEPLOY
) -> list[str]:
    """Write everything into this folder, for these ports of this machine. Returns what to put behind `nginx`."""
    certificate.server_context(folder)
    pem = folder / "certificate.pem"
    site = {
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{encrypted}",
        "listen [::]:80": f"listen [::1]:{plain}",
        "listen [::]:443": f"listen [::1]:{encrypted}",
        "server_name counterpoint.example": "server_name localhost .localhost",
        "/etc/letsencrypt/live/counterpoint.example/fullchain.pem": str(pem),
        "/etc/letsencrypt/live/counterpoint.example/privkey.pem": str(pem),
        "/var/log/nginx/counterpoint.log": str(folder / "site.log"),
    }
    if not _has_ipv6():
        site = {old: f"#{new}" if "[::]" in old else new for old, new in site.items()}
    upstream = {f"127.0.0.1:{8001 + at}": f"127.0.0.1:{port}" for at, port in enumerate(processes)}
    for name, changes in (("counterpoint.conf", site), ("counterpoint-upstream.conf", upstream)):
        (folder / name).write_text(_changed((deploy / name).read_text(), changes))
    (folder / "mime.types").write_text("types { text/html html; }\n")
    (folder / "nginx").write_text(AROUND.format(folder=folder))
    return ["-c", str(folder / "nginx"), "-p", str(folder)]


def _changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        if old not in text:
            raise RuntimeError(f"{old} is not in deploy/nginx any more")
        text = text.replace(old, new)
    return text


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as asked:
            asked.bind(("::1", 0))
    except OSError:
        return False
    return True
