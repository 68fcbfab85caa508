"""How hard the core is tried, set by `COUNTERPOINT_PROOFS`: `gate` always the same, `deep` fifty times as much with
new luck each time (`make test-long`), `few` for what is tried elsewhere too. Secrecy and walks: see `real.often`."""

import os

from hypothesis import HealthCheck, settings

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile(
    "gate", max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET
)
settings.register_profile("deep", max_examples=1200, deadline=None, suppress_health_check=QUIET)
settings.register_profile("few", settings.get_profile("gate"), max_examples=6)
settings.load_profile(os.environ.get("COUNTERPOINT_PROOFS", "gate"))
