"""The step kind `breathing`: everything that belongs to it alone is in this folder."""
