"""What an address gets that has all of its connections in use: help, the way out, and a live session under way.

Only the request line and the name of a cookie are looked at. Whether a sign-in holds, the page or the socket asks.
"""

import re
from collections.abc import Iterable
from typing import Final

from config.headers import SESSION_COOKIE_NAME

FOR_EVERYBODY: Final = re.compile(rb"/(help|reading|exit|static)/")
OF_A_SESSION: Final = re.compile(rb"/(ws/)?sessions/[0-9a-f]{8}-[0-9a-f-]{27}/")
SIGN_IN: Final = f"{SESSION_COOKIE_NAME}=".encode()
SECONDS: Final = 10.0
"""For how long a spare connection is kept at most, unless it has become a live one."""
SENTENCE: Final = (
    b"Too many pages are open from your network just now, and nothing was changed. "
    b"Help and Exit still open. Please close some other pages, or try again in a moment."
)
TURNED_AWAY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
    b"cache-control: no-store\r\nx-content-type-options: nosniff\r\n"
    b"retry-after: 5\r\nconnection: close\r\n\r\n%s" % (len(SENTENCE), SENTENCE)
)


def is_served(url: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a spare connection may ask for this."""
    if FOR_EVERYBODY.match(url):
        return True
    is_signed_in = any(name == b"cookie" and SIGN_IN in value for name, value in headers)
    return bool(OF_A_SESSION.match(url)) and is_signed_in
