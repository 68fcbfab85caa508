"""Small filters for the templates of a session: picking and wording in `pieces`."""
