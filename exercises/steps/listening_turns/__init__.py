"""The step kind `listening_turns`: everything that belongs to it alone is in this folder."""
