"""Dates and times in English: 28 November 2026, 28 November 2026, 19:00."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
