"""The step kind `closing`: everything that belongs to it alone is in this folder."""
