"""The step kind `answer`: everything that belongs to it alone is in this folder."""
