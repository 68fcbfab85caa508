"""The step kind `mirror`: everything that belongs to it alone is in this folder."""
