"""Tests of the benchmark, and figures that vary with the machine: `scripts/test-long` runs them."""
