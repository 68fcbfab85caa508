"""The step kind `swap`: everything that belongs to it alone is in this folder."""
