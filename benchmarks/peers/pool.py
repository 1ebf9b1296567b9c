"""Tasks that do nothing, in a ProcessPoolExecutor: alone, and in a stream.

Arguments: tasks to measure alone, tasks to measure in the stream, workers. Before each, as many
warm up. As JavaTasks.java.
"""

import concurrent.futures
import sys
import time


def no_op(item):
    pass


def round_trips(tasks):
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        for item in range(tasks):
            pool.submit(no_op, item).result()
        for item in range(tasks):
            start = time.monotonic_ns()
            pool.submit(no_op, item).result()
            print("round-trip", time.monotonic_ns() - start)


def stream(tasks, workers):
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for _ in "warming up", "measured":
            start = time.monotonic_ns()
            concurrent.futures.wait([pool.submit(no_op, item) for item in range(tasks)])
            passed = time.monotonic_ns() - start
    print("streamed", passed / tasks)


if __name__ == "__main__":
    alone, streamed, workers = (int(argument) for argument in sys.argv[1:])
    round_trips(alone)
    stream(streamed, workers)
