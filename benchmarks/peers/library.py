"""What pools of processes in Python cost: the same as PoolMain.java measures of ours.

Arguments: which pool, what is measured, how much of it, workers.
"""

import collections
import concurrent.futures
import multiprocessing
import sys
import time


def square(item):
    return item * item


def large(size):
    return bytes(size)


class Executor:
    def __init__(self, workers):
        self.pool = concurrent.futures.ProcessPoolExecutor(workers)

    def submit(self, function, item):
        return self.pool.submit(function, item).result

    def map(self, function, items):
        return self.pool.map(function, items, chunksize=10_000)


class Pool:
    def __init__(self, workers):
        self.pool = multiprocessing.Pool(workers)

    def submit(self, function, item):
        return self.pool.apply_async(function, (item,)).get

    def map(self, function, items):
        return self.pool.map(function, items)


class Joblib:
    def __init__(self, workers):
        import joblib

        self.joblib = joblib
        self.pool = joblib.Parallel(n_jobs=workers)

    def submit(self, function, item):
        [result] = self.pool([self.joblib.delayed(function)(item)])
        return lambda: result

    def map(self, function, items):
        return self.pool(self.joblib.delayed(function)(item) for item in items)


POOLS = {
    "Python ProcessPoolExecutor": Executor,
    "Python multiprocessing.Pool": Pool,
    "joblib": Joblib,
}


def now():
    return time.monotonic_ns()


def calls(pool, count):
    for measured in False, True:
        for item in range(count):
            start = now()
            pool.submit(square, item)()
            if measured:
                print("round-trip", now() - start)
    for measured in False, True:
        start = now()
        for result in [pool.submit(square, item) for item in range(count)]:
            result()
        if measured:
            print("streamed", (now() - start) / count)


def run_map(pool, count):
    for measured in [False] * 5 + [True] * 5:
        start = now()
        collections.deque(pool.map(square, range(count)), maxlen=0)
        if measured:
            print("item", (now() - start) / count)


def results(pool, size):
    for measured in [False] * 5 + [True] * 5:
        start = now()
        assert len(pool.submit(large, size)()) == size
        if measured:
            print("large", now() - start)


if __name__ == "__main__":
    which, what, amount, workers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    begin = now()
    made = POOLS[which](workers)
    if what == "first":
        assert made.submit(square, 1)() == 1
        print("first", now() - begin)
    else:
        {"calls": calls, "map": run_map, "large": results}[what](made, amount)
