"""The step kind `one_at_a_time`: everything that belongs to it alone is in this folder."""
