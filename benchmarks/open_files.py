"""The limit on open files, raised for this process and the servers it starts: every socket is one on each side."""

import resource
import sys

SPARE = 500  # what a process has open besides: code, logs, databases


def allow_sockets(number: int) -> None:
    """Raise the limit so that so many sockets can be open. Exits with the reason where the machine forbids it."""
    needed = number + SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        sys.exit(f"{number} sockets need {needed} open files, and the limit is {hard}. Raise it: ulimit -Hn.")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
