"""Two processes hand over to each other, around a circle of three semaphores as PingPong.java says.

Arguments: warm-up round trips, round trips, the first process's core, the second's; -1 for any.
"""

import multiprocessing
import os
import sys
import time


def pin(core):
    if core >= 0:
        os.sched_setaffinity(0, {core})


def answer(circle, count, core):
    pin(core)
    at = 0
    for _ in range(count):
        circle[at].acquire()
        at = (at + 1) % 3
        circle[at].release()
        at = (at + 1) % 3


def ask(circle, count, core):
    pin(core)
    times = [0] * (count + 1)
    at = 0
    times[0] = time.monotonic_ns()
    for i in range(1, count + 1):
        circle[at].release()
        at = (at + 1) % 3
        circle[at].acquire()
        at = (at + 1) % 3
        times[i] = time.monotonic_ns()
    return times


if __name__ == "__main__":
    warmups, trips, first_core, second_core = (int(argument) for argument in sys.argv[1:])
    circle = [multiprocessing.Semaphore(0) for _ in range(3)]
    arguments = (circle, warmups + trips, second_core)
    other = multiprocessing.Process(target=answer, args=arguments, daemon=True)
    other.start()
    times = ask(circle, warmups + trips, first_core)
    other.join()
    for i in range(warmups, warmups + trips):
        print("round-trip", times[i + 1] - times[i])
