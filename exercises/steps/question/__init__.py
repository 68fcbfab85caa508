"""The step kind `question`: everything that belongs to it alone is in this folder."""
