"""One thread locks and unlocks, acquires and releases. Arguments: warm-up batches, batches, pairs in each."""

import multiprocessing
import sys
import time


def work(acquire, release, pairs):
    for _ in range(pairs):
        acquire()
        release()


def measure(name, thing, warmups, batches, pairs):
    for batch in range(-warmups, batches):
        start = time.monotonic_ns()
        work(thing.acquire, thing.release, pairs)
        end = time.monotonic_ns()
        if batch >= 0:
            print(name, (end - start) / pairs)


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:]]
    measure("lock", multiprocessing.Lock(), *sizes)
    measure("semaphore", multiprocessing.Semaphore(1), *sizes)
