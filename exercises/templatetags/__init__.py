"""Template filters and tags for the pages of sessions and agreements."""
