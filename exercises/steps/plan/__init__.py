"""The step kind `plan`: everything that belongs to it alone is in this folder."""
