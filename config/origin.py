"""Lets only our own pages open a live connection.

A page's Origin must equal the scheme, host and port that the connection was made to. Nothing is parsed, so nothing can
be parsed differently. Programs other than browsers send no Origin; they may connect if they ask for the JSON protocol.
"""

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from .edge.asgi import Application, Receive, Scope, Send

JSON_PROTOCOL = "counterpoint.json.v1"
SCHEMES = {"ws": ("http", ":80"), "wss": ("https", ":443")}


class OwnPagesOnly:
    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if may_connect(scope):
            await self.inner(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 4403})


def may_connect(scope: Scope) -> bool:
    """Return whether this handshake comes from a page of the host it asks for, or from a program without Origin."""
    origins = _header(scope, b"origin")
    if not origins:
        return JSON_PROTOCOL in scope.get("subprotocols", ())
    hosts = _header(scope, b"host")
    if len(origins) != 1 or len(hosts) != 1 or not _is_ours(hosts[0]):
        return False
    return origins[0] == _origin_of(scope.get("scheme", "ws"), hosts[0])


def _origin_of(scheme: str, host: str) -> str:
    """Return the Origin that a browser sends from a page of `host`, without the default port."""
    shown, usual_port = SCHEMES[scheme]
    return f"{shown}://{host.lower().removesuffix(usual_port)}"


def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _header(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope.get("headers", ()) if key.lower() == name]
