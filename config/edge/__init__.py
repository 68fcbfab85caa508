"""The edge of a server process: how much it takes from whom, and for how long it waits. It reads nothing of a page."""
