"""Every screen of an exercise before it is started, and its worksheet: made in memory of two invented people."""
