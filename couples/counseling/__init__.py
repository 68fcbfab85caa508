"""Counselors: invitations to become one, links with couples, consents, and the log of what was read."""
