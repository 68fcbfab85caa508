"""The step kind `floor`: everything that belongs to it alone is in this folder."""
