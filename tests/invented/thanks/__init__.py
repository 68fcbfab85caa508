"""The step kind `thanks`: everything that belongs to it alone is in this folder."""
