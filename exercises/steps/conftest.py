"""The tests in the kinds' folders use the Hypothesis settings of the core's tests."""

import tests.core.conftest  # noqa: F401
