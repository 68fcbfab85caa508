"""The step kind `daily_reading`: everything that belongs to it alone is in this folder."""
