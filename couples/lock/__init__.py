"""The lock of the private pages: what opens it, and whether it is open in this browser session."""
