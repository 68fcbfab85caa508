"""Counselors: how somebody becomes one, how a couple is linked with one, and what a link shows."""
