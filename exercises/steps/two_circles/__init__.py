"""The step kind `two_circles`: everything that belongs to it alone is in this folder."""
