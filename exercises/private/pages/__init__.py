"""The private pages, a module for each. Each is behind `doors.private`; none of them knows of a partner."""
