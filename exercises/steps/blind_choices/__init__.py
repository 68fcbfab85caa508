"""The step kind `blind_choices`: everything that belongs to it alone is in this folder."""
