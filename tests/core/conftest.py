"""How hard the core is tried: `COUNTERPOINT_PROOFS=deep` tries twenty times as much, with new luck
each time; `few` is for what is tried elsewhere as well."""

import os

from hypothesis import HealthCheck, settings

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile(
    "ci", max_examples=200, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET
)
settings.register_profile("deep", max_examples=4000, deadline=None, suppress_health_check=QUIET)
settings.register_profile("few", settings.get_profile("ci"), max_examples=20)
settings.load_profile(os.environ.get("COUNTERPOINT_PROOFS", "ci"))
