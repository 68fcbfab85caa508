"""The step kind `support_map`: everything that belongs to it alone is in this folder."""
