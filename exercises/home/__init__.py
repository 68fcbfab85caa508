"""The home page of a partner, the page before an exercise is started, and the list of earlier sessions."""
