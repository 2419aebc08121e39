"""What the workers of test_workers do; it imports little, for a page's limit counts a worker's start too."""

import os
import time
from pathlib import Path


def behave(task):
    if task == "hang":
        time.sleep(60)
    if task == "free":
        pieces = [bytes(1 << 20) for _ in range(200)]
        bytes(30 << 20)  # which makes glibc keep all of them, if it may choose
        del pieces
        return int(Path("/proc/self/statm").read_text().split()[1])
    if task == "spin":
        sum(range(10**13))  # one call of the interpreter: no handler of a signal runs in it
    if task == "die":
        os._exit(3)
    if task == "raise":
        raise ValueError("no such page")
    if task == "eat":
        return len(bytearray(8 << 30))
    return task * 2


def whose(_):
    time.sleep(0.02)
    return os.getpid()
