"""Programmes: what a counselor gives a couple one after the other; written down once, and changed for one."""
