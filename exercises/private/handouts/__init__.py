"""Handouts: exercises that a counselor gives to one of two partners alone, and what that person tells her of them."""
