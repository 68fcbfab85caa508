"""The rules of a live session, pure: standard library only, no Django, clock, network or randomness."""
