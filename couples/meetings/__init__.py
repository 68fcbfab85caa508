"""Times to meet: suggested, answered, taken back; the one mail before, and a file for a calendar."""
