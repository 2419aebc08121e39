"""Who works on an archive: a process of a machine, by a name that others can look up."""

from __future__ import annotations

import os
import socket


def here() -> str:
    """Return the name of this process: machine:number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def lives(owner: str) -> bool:
    """Return whether a process still runs.

    One of another machine is taken to run, for it cannot be seen from here.
    """
    machine, _, number = owner.rpartition(":")
    if machine != socket.gethostname() or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)  # signal 0 only asks whether the process is there
    except ProcessLookupError:
        return False
    except OSError:  # it is there, and belongs to another user
        return True
    return True
