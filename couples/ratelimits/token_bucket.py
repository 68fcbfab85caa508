"""A rate limit that lives in memory for as long as one connection: a token bucket."""

from dataclasses import dataclass, field
from time import monotonic


@dataclass(kw_only=True)
class TokenBucket:
    """At most `burst` messages at once and `per_second` on average; `tokens` is below 0 for somebody beyond that."""

    burst: int
    per_second: int
    tokens: float = field(init=False)
    at: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def take(self) -> bool:
        """Take a token. Returns False where there is none left; the debt grows with each further try."""
        now = monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        self.tokens -= 1
        return self.tokens >= 0

    @property
    def is_flooded(self) -> bool:
        """Whether more than a whole further burst was tried on top."""
        return self.tokens < -self.burst
