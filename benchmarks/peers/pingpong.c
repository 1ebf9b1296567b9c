/*
 * Two processes hand over to each other. Arguments: semaphore or spin, warm-up round trips, round trips,
 * the first process's core, the second's; -1 for any.
 *
 * With semaphores they go around a circle of three, as PingPong.java says and for the same work.
 */
#include "common.h"
#include <stdatomic.h>

struct shared {
  _Alignas(64) sem_t circle[3];
  _Alignas(64) atomic_int ping;
  _Alignas(64) atomic_int pong;
};

static inline void pause_core(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

static inline int after(int i) {
  return i == 2 ? 0 : i + 1;
}

static inline void await_value(atomic_int *word, int value) {
  while (atomic_load_explicit(word, memory_order_acquire) != value) {
    pause_core();
  }
}

static void answer(struct shared *shared, int spin, long count) {
  int at = 0;
  for (long i = 1; i <= count; i++) {
    if (spin) {
      await_value(&shared->ping, (int)i);
      atomic_store_explicit(&shared->pong, (int)i, memory_order_release);
    } else {
      await_semaphore(&shared->circle[at]);
      at = after(at);
      sem_post(&shared->circle[at]);
      at = after(at);
    }
  }
}

static void ask(struct shared *shared, int spin, long count, int64_t *times) {
  int at = 0;
  times[0] = now();
  for (long i = 1; i <= count; i++) {
    if (spin) {
      atomic_store_explicit(&shared->ping, (int)i, memory_order_release);
      await_value(&shared->pong, (int)i);
    } else {
      sem_post(&shared->circle[at]);
      at = after(at);
      await_semaphore(&shared->circle[at]);
      at = after(at);
    }
    times[i] = now();
  }
}

int main(int argc, char **argv) {
  check(argc != 6, "reading the arguments");
  int spin = strcmp(argv[1], "spin") == 0;
  long warmups = number(argv, 2), count = warmups + number(argv, 3);
  struct shared *shared = shared_memory(sizeof *shared);
  for (int i = 0; i < 3; i++) {
    check(sem_init(&shared->circle[i], 1, 0), "sem_init");
  }
  int64_t *times = calloc((size_t)count + 1, sizeof *times);
  check(times == NULL, "calloc");
  memset(times, 1, ((size_t)count + 1) * sizeof *times); /* no page faults later */
  pid_t other = child();
  if (other == 0) {
    pin((int)number(argv, 5));
    answer(shared, spin, count);
    return 0;
  }
  pin((int)number(argv, 4));
  ask(shared, spin, count, times);
  await_success(other);
  for (long i = warmups; i < count; i++) {
    printf("round-trip %lld\n", (long long)(times[i + 1] - times[i]));
  }
}
