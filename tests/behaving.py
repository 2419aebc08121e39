"""What the workers of test_workers do; it imports little, for a page's limit counts a worker's start too."""

import os
import time


def behave(task):
    if task == "hang":
        time.sleep(60)
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
