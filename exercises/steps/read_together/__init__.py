"""The step kind `read_together`: everything that belongs to it alone is in this folder."""
