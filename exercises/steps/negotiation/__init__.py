"""The step kind `negotiation`: everything that belongs to it alone is in this folder."""
