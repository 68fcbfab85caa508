"""The step kind `arrival`: everything that belongs to it alone is in this folder."""
