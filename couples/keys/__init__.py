"""Create, wrap, cache and destroy each person's data key, and seal with it."""
