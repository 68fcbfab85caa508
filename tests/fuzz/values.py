"""What nobody types and somebody sends: values of fields, parts of addresses, bodies that are not what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final
from urllib.parse import quote_from_bytes
from uuid import UUID

LONG: Final = 60_000
WORDS: Final = (
    *("", " ", "\n", "\r\nX-Injected: yes", "\x00", "a\x00b", "\t\x0b\x1b[31m", "\ufeff", "\u202er", "\u2066a\u2069"),
    *("\ud800", "\udfff\ud800", "🙂" * 300, "e\u0301" * 300, "x" * 9_000, "9" * LONG, "-" + "9" * 400, "0x10", "1e999"),
    *("-1", "0", "1.5", "٣", "１２", "nan", "inf", "true", "null", "None", "on", "yes", "no", "[]", "{}", "[" * 5_000),
    *('{"a":' * 2_000, "<script>alert(1)</script>", "'; DROP TABLE couples_user; --", "{{ 7*7 }}", "%s%n", "../x"),
    *("0000-00-00", "2026-02-30", "9999-12-31", "99999-01-01", "2026-13-01T25:61", "1-1-1", "9999-12-31T23:59:59"),
    *("0001-01-01T00:00", "9999-12-31T23:59", str(UUID(int=0)), str(UUID(int=2**128 - 1)), "not-a-uuid"),
    *("//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example", "/\t/evil.example"),
    *("a@b", "alex@example.org", "ALEX@EXAMPLE.ORG", "a" * 300 + "@example.org", "alex@exämple.org", "x@[127.0.0.1]"),
    *("\udcff\udcfe", "\udcc0\udc80", "\udc80" * 300),
)  # fmt: skip
"""As text; what is no text stands for a byte."""
PARTS: Final[tuple[bytes, ...]] = (
    *(b"", b".", b"..", b"%2e%2e", b"%00", b"%0d%0aX-Injected:%20yes", b"%ed%a0%80", b"%ff", b"%2f", b"%5c", b"%25"),
    *(b"9" * 400, b"-1", b"0", b"0.5", b"x" * 3_000, b"%F0%9F%99%82" * 20, b"__class__", b"{}", b"%3Cscript%3E"),
    *(str(UUID(int=0)).encode(), str(UUID(int=7)).upper().encode(), b"00000000-0000-0000-0000-00000000000g", b"admin"),
)  # fmt: skip
TYPES: Final = (
    *(
        "application/x-www-form-urlencoded; charset=utf-7",
        "application/x-www-form-urlencoded; charset=nonsense",
    ),
    *(
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/json",
        "text/plain",
        "",
        "a",
        "multipart/form-data",
    ),
    *(
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 300,
        "multipart/mixed; boundary=b",
    ),
    *("application/x-www-form-urlencoded\x00", "multipart/form-data; boundary=b; charset=utf-16"),
)
METHODS: Final = (
    "GET",
    "POST",
    "HEAD",
    "OPTIONS",
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "QUERY",
    "get",
    "X" * 50,
)
Fields = Sequence[tuple[str, bytes]]


def word(rng: Random) -> bytes:
    """Return something hostile as bytes, which need not be text."""
    given = rng.choice(WORDS)
    try:
        return given.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return given.encode("utf-8", "surrogatepass")


def urlencoded(fields: Fields) -> bytes:
    pairs = ((name.encode("utf-8", "surrogatepass"), value) for name, value in fields)
    return b"&".join(
        quote_from_bytes(name).encode() + b"=" + quote_from_bytes(value).encode() for name, value in pairs
    )


def multipart(fields: Fields, rng: Random) -> bytes:
    """Return the fields as parts, of which some are files where text is expected, or lack what a part needs."""
    parts = []
    for name, value in fields:
        shown = name.encode("utf-8", "surrogatepass")
        disposition = b'form-data; name="' + shown + b'"'
        extra = b""
        match rng.randrange(12):
            case 0:
                disposition += b'; filename="../../x.svg"'
                extra = b"Content-Type: image/svg+xml\r\n"
            case 1:
                disposition = b"form-data"
            case 2:
                extra = b"Content-Type: text/plain; charset=utf-16\r\n"
            case 3:
                extra = b"Content-Transfer-Encoding: base64\r\n"
            case 4:
                disposition += b"; filename*=utf-8''%ff%00"
        parts.append(
            b"--b\r\nContent-Disposition: " + disposition + b"\r\n" + extra + b"\r\n" + value + b"\r\n"
        )
    body = b"".join(parts) + b"--b--\r\n"
    return body[: rng.randrange(len(body))] if rng.random() < 0.3 else body


def query(rng: Random) -> bytes:
    """Return mostly no query, or one with a few hostile values under names that pages know."""
    if rng.random() < 0.6:
        return b""
    names = (
        "next",
        "page",
        "at",
        "slug",
        "entry",
        "from",
        "lang",
        "",
        "a[b]",
        "q",
        "e",
        "id",
        "o",
        "p",
        "_popup",
    )
    return urlencoded([(rng.choice(names), word(rng)[:3_000]) for _ in range(rng.randint(1, 3))])


def spoiled(fields: Mapping[str, bytes], rng: Random) -> Fields:
    """Return these fields with up to three things wrong: missing, twice, one more, or something else in it."""
    given = list(fields.items())
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(given)) if given else 0
        match rng.randrange(6) if given else 5:
            case 0:
                del given[at]
            case 1:
                given.append(given[at])
            case 2:
                given.append((given[at][0], word(rng)))
            case 3 | 4:
                given[at] = (given[at][0], word(rng))
            case _:
                given.append(
                    (
                        rng.choice(("is_staff", "user", "couple", "", "\ud800", "x" * 500, "id")),
                        word(rng),
                    )
                )
    return given
