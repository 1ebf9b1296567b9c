/* One thread locks and unlocks, acquires and releases. Arguments: warm-up batches, batches, pairs in each. */
#include "common.h"

struct shared {
  _Alignas(64) pthread_mutex_t mutex;
  _Alignas(64) sem_t semaphore;
};

static void lock(struct shared *shared, long pairs) {
  for (long i = 0; i < pairs; i++) {
    pthread_mutex_lock(&shared->mutex);
    pthread_mutex_unlock(&shared->mutex);
  }
}

static void semaphore(struct shared *shared, long pairs) {
  for (long i = 0; i < pairs; i++) {
    await_semaphore(&shared->semaphore);
    sem_post(&shared->semaphore);
  }
}

static void measure(const char *name, void (*work)(struct shared *, long), struct shared *shared, char **argv) {
  long warmups = number(argv, 1), batches = number(argv, 2), pairs = number(argv, 3);
  for (long batch = -warmups; batch < batches; batch++) {
    int64_t start = now();
    work(shared, pairs);
    int64_t end = now();
    if (batch >= 0) {
      printf("%s %.3f\n", name, (double)(end - start) / (double)pairs);
    }
  }
}

int main(int argc, char **argv) {
  (void)argc;
  struct shared *shared = shared_memory(sizeof *shared);
  robust_mutex(&shared->mutex);
  check(sem_init(&shared->semaphore, 1, 1), "sem_init");
  measure("lock", lock, shared, argv);
  measure("semaphore", semaphore, shared, argv);
}
