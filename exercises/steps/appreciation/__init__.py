"""The step kind `appreciation`: everything that belongs to it alone is in this folder."""
