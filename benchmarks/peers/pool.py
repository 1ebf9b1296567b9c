"""Tasks that do nothing, in a ProcessPoolExecutor: alone, and in a stream.

Arguments: tasks to warm up with, tasks to measure, workers. As JavaTasks.java.
"""

import concurrent.futures
import sys
import time


def no_op(item):
    pass


def round_trips(warmups, tasks):
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        for item in range(warmups):
            pool.submit(no_op, item).result()
        for item in range(tasks):
            start = time.monotonic_ns()
            pool.submit(no_op, item).result()
            print("round-trip", time.monotonic_ns() - start)


def stream(warmups, tasks, workers):
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for count in warmups, tasks:
            start = time.monotonic_ns()
            concurrent.futures.wait([pool.submit(no_op, item) for item in range(count)])
            passed = time.monotonic_ns() - start
    print("streamed", passed / tasks)


if __name__ == "__main__":
    warmups, tasks, workers = (int(argument) for argument in sys.argv[1:])
    round_trips(warmups, tasks)
    stream(warmups, tasks, workers)
