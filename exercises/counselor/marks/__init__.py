"""Items of an exercise that a counselor marks when she assigns it, and where the two then see one differently."""
