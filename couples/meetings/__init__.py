"""Appointments of a couple: suggestions, answers, one reminder mail, and a calendar file."""
