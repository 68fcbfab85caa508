"""What a counselor marks, and where the two see it differently."""
