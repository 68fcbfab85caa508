"""The private pages, one module each. All are guarded by `gate`; none of them reads anything about a partner."""
