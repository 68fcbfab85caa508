"""Signing up, in and out, and the proofs of who somebody is. It knows nothing of couples or of what anybody wrote."""
