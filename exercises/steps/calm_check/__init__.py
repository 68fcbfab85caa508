"""The step kind `calm_check`: everything that belongs to it alone is in this folder."""
