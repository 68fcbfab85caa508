"""The one refusal of this app. The core has one of its own for commands of a session."""


class Refused(Exception):
    """A request was refused and nothing has changed. The text is a whole sentence for the person who asked."""
