"""Forming a couple: invitations, eight-digit codes, accepting and confirming, and couple membership."""
