"""Whether this is the long run (`make test-long`), in which the same tests try more."""

import os
from typing import Final

IS_LONG: Final = os.environ.get("COUNTERPOINT_PROOFS") == "deep"
"""Set by `scripts/test-long`: the core is tried harder, PostgreSQL runs what SQLite runs, and `tests/long` is run."""
