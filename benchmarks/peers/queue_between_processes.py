"""Elements through a multiprocessing.Queue.

Arguments: producers, consumers, elements in a pass, warm-up passes, passes.
"""

import multiprocessing
import sys
import time

CAPACITY = 1024
PADDING = bytes(56)


def produce(queue, count):
    total = 0
    for i in range(count):
        queue.put(i.to_bytes(8, "little") + PADDING)
        total += i
    return total


def consume(queue, count):
    total = 0
    for _ in range(count):
        total -= int.from_bytes(queue.get()[:8], "little")
    return total


def work(role, count, queue, barrier, passes, reports):
    for number in range(passes):
        barrier.wait()
        start = time.monotonic_ns()
        total = role(queue, count)
        reports.put((number, start, time.monotonic_ns(), total))


def main(producers, consumers, elements, warmups, passes):
    queue = multiprocessing.Queue(CAPACITY)
    reports = multiprocessing.SimpleQueue()
    roles = [(produce, elements // producers)] * producers
    roles += [(consume, elements // consumers)] * consumers
    barrier = multiprocessing.Barrier(len(roles))
    workers = [
        multiprocessing.Process(
            target=work, args=(*role, queue, barrier, warmups + passes, reports), daemon=True
        )
        for role in roles
    ]
    for worker in workers:
        worker.start()
    received = [reports.get() for _ in range(len(roles) * (warmups + passes))]
    for worker in workers:
        worker.join()
    for number in range(warmups + passes):
        of_pass = [report for report in received if report[0] == number]
        if sum(report[3] for report in of_pass) != 0:
            sys.exit("what was taken is not what was put")
        if number >= warmups:
            start = min(report[1] for report in of_pass)
            end = max(report[2] for report in of_pass)
            print("element", (end - start) / elements)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
