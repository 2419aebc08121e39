"""Some time in a made-up world, with all that goes wrong in it, and what becomes of the archive."""

import random
import time
from dataclasses import dataclass

from year.laws import Laws
from year.machine import Machine
from year.sites import DAY, HOUR, START
from year.world import World


@dataclass(frozen=True, kw_only=True)
class Course:
    """How long it lasts, and what goes wrong."""

    feeds: int
    days: float
    kills: int
    overlaps: int = 2  # rounds that begin in the middle of another, in turn with the lock and without
    jumps: tuple[float, ...] = ()  # seconds by which the clock is wrong, for some hours each
    absences: tuple[float, ...] = ()  # seconds for which cron does not call
    cron: float = 15 * 60.0
    calm: float = 150.0  # days between two spells of trouble of one site
    seed: int = 1


def simulate(course, folder, monkeypatch):
    """Let the time pass -> what was found (see laws.py)."""
    world = World(course.seed, course.feeds, course.days, course.calm)
    machine = Machine(world=world, file=folder / "archive.db", cron=course.cron)
    began = time.process_time()
    with machine.plugged_in(monkeypatch):
        away = _pass_time(course, machine)
        spent = time.process_time() - began + _of_children()
        found = Laws(machine, away).judge()
    found.numbers["CPU of the rounds, s"] = round(spent, 1)
    return found


def _pass_time(course, machine):
    """Let cron call until the end -> the times in which the machine was not at work."""
    plan = sorted(_events(course, random.Random(course.seed)), key=lambda event: event[0])
    away = []
    while machine.clock.true < machine.world.end:
        machine.follow()
        while plan and plan[0][0] <= machine.clock.true and plan[0][1] in _TIMES:
            away.append(_TIMES[plan[0][1]](machine, **plan.pop(0)[2]))
        if plan and plan[0][0] <= machine.clock.true:
            if _ROUNDS[plan[0][1]](machine, **plan[0][2]):  # else the round had too little to do
                plan.pop(0)
        else:
            machine.round()
        ahead = [at for at, *_ in plan if at > machine.clock.true]
        machine.sleep_until_due(min([machine.world.end, *ahead]))
    return away


def _events(course, chance):
    """Yield what happens when: a moment, what, and its details."""
    span = course.days * DAY

    def moments(count):
        return [START + span * (place + chance.random()) / count for place in range(count)]

    for number, at in enumerate(moments(course.kills)):
        yield at, "kill", {"request": chance.randint(1, 4)} if number % 2 else {"statement": chance.randint(10, 300)}
    for number, at in enumerate(moments(course.overlaps)):
        yield at, "overlap", {"request": 1 + number // 2, "locked": number % 2 == 0}
    for seconds, at in zip(course.jumps, moments(len(course.jumps)), strict=True):
        yield at, "jump", {"seconds": seconds}
        yield at + chance.uniform(2, 30) * HOUR, "jump", {"seconds": -seconds}
    for seconds, at in zip(course.absences, moments(len(course.absences)), strict=True):
        yield at, "absence", {"seconds": seconds}


def _jump(machine, *, seconds):
    """Set the clock; it is set right within 30 hours."""
    machine.clock.ahead += seconds
    return machine.clock.true - HOUR, machine.clock.true + 31 * HOUR


def _leave(machine, *, seconds):
    """Switch the machine off."""
    began = machine.clock.true
    machine.clock.true += seconds
    return began - HOUR, machine.clock.true + HOUR


_TIMES = {"jump": _jump, "absence": _leave}
_ROUNDS = {"kill": Machine.round_that_is_killed, "overlap": Machine.rounds_that_overlap}


def _of_children():
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(found):
    """Return the numbers as lines."""
    width = max(map(len, found.numbers))
    return "\n".join(f"{name:<{width}}  {value}" for name, value in found.numbers.items())
