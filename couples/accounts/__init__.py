"""Accounts: signing up, in and out, and verifying who somebody is."""
