"""Each person's data key: made, wrapped, remembered, destroyed; and what is sealed with it."""
