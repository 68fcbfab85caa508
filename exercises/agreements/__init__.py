"""What a couple settled in sessions: how it is stored, how each of the two reads it, and its pages."""
