"""The one refusal of this app. Bugs have exceptions of their own; commands of a session are refused by the core."""


class Refused(Exception):
    """A person asked for what may not be. Its text is a whole sentence for that person; nothing has changed."""
