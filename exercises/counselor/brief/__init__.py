"""A counselor's brief: what both partners allow her to read, on one page before a meeting."""
