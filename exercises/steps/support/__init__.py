"""The step kind `support`: everything that belongs to it alone is in this folder."""
