"""Small filters for the templates of a session: geometry in `figures`, picking and wording in `pieces`."""
