"""The tests in the kinds' folders are tried as hard as those of the core."""

import tests.core.conftest  # noqa: F401
