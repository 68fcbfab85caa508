"""Copies of the two databases on disk: made, proved, put back. They hold what the databases hold: sealed words."""
