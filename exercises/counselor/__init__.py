"""What a counselor does with the couples she is linked with: assign an exercise, and read what both partners allow."""
