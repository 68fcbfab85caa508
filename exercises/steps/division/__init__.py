"""The step kind `division`: everything that belongs to it alone is in this folder."""
