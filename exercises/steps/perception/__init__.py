"""The step kind `perception`: everything that belongs to it alone is in this folder."""
