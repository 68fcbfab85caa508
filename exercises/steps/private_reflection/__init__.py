"""The step kind `private_reflection`: everything that belongs to it alone is in this folder."""
