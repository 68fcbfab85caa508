"""The step kind `brainstorm`: everything that belongs to it alone is in this folder."""
