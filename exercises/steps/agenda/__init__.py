"""The step kind `agenda`: everything that belongs to it alone is in this folder."""
