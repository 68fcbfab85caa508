"""What a counselor gives to one of two partners alone: her own list of it, and what that person tells her."""
