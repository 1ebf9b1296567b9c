/*
 * A bounded queue as one writes it in C: a ring guarded by a robust mutex, and two semaphores that count what is
 * in it and what has room. Arguments: producers, consumers, elements in a pass, warm-up passes, passes.
 */
#include "common.h"

enum { CAPACITY = 1024, ELEMENT = 64, MOST = 64 };

struct work {
  int64_t start, end;
  uint64_t sum;
};

struct shared {
  _Alignas(64) pthread_mutex_t mutex;
  _Alignas(64) sem_t items;
  _Alignas(64) sem_t room;
  _Alignas(64) uint64_t head;
  uint64_t tail;
  _Alignas(64) char elements[CAPACITY][ELEMENT];
  pthread_barrier_t barrier;
  struct work work[];
};

static void put(struct shared *queue, const char *element) {
  await_semaphore(&queue->room);
  pthread_mutex_lock(&queue->mutex);
  memcpy(queue->elements[queue->tail++ % CAPACITY], element, ELEMENT);
  pthread_mutex_unlock(&queue->mutex);
  sem_post(&queue->items);
}

static void take(struct shared *queue, char *element) {
  await_semaphore(&queue->items);
  pthread_mutex_lock(&queue->mutex);
  memcpy(element, queue->elements[queue->head++ % CAPACITY], ELEMENT);
  pthread_mutex_unlock(&queue->mutex);
  sem_post(&queue->room);
}

static struct work produce(struct shared *queue, long count) {
  char element[ELEMENT] = {0};
  struct work work = {.start = now()};
  for (uint64_t i = 0; i < (uint64_t)count; i++) {
    memcpy(element, &i, sizeof i);
    work.sum += i;
    put(queue, element);
  }
  work.end = now();
  return work;
}

static struct work consume(struct shared *queue, long count) {
  char element[ELEMENT];
  struct work work = {.start = now()};
  for (long n = 0; n < count; n++) {
    uint64_t i;
    take(queue, element);
    memcpy(&i, element, sizeof i);
    work.sum += i;
  }
  work.end = now();
  return work;
}

int main(int argc, char **argv) {
  check(argc != 6, "reading the arguments");
  long producers = number(argv, 1), consumers = number(argv, 2), elements = number(argv, 3);
  long warmups = number(argv, 4), passes = warmups + number(argv, 5), roles = producers + consumers;
  check(roles > MOST || elements % producers != 0 || elements % consumers != 0, "sharing the elements out");
  struct shared *shared = shared_memory(sizeof *shared + (size_t)(passes * roles) * sizeof(struct work));
  robust_mutex(&shared->mutex);
  check(sem_init(&shared->items, 1, 0), "sem_init");
  check(sem_init(&shared->room, 1, CAPACITY), "sem_init");
  pthread_barrierattr_t kind;
  pthread_barrierattr_init(&kind);
  pthread_barrierattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  check(pthread_barrier_init(&shared->barrier, &kind, (unsigned)roles), "pthread_barrier_init");

  pid_t children[MOST];
  for (long role = 0; role < roles; role++) {
    children[role] = child();
    if (children[role] == 0) {
      for (long pass = 0; pass < passes; pass++) {
        pthread_barrier_wait(&shared->barrier);
        shared->work[pass * roles + role] = role < producers ? produce(shared, elements / producers)
                                                             : consume(shared, elements / consumers);
      }
      return 0;
    }
  }
  for (long role = 0; role < roles; role++) {
    await_success(children[role]);
  }
  for (long pass = 0; pass < passes; pass++) {
    struct work *work = &shared->work[pass * roles];
    int64_t start = INT64_MAX, end = 0;
    uint64_t difference = 0;
    for (long role = 0; role < roles; role++) {
      start = work[role].start < start ? work[role].start : start;
      end = work[role].end > end ? work[role].end : end;
      difference += role < producers ? work[role].sum : -work[role].sum;
    }
    if (difference != 0) {
      fprintf(stderr, "what was taken is not what was put\n");
      return 1;
    }
    if (pass >= warmups) {
      printf("element %.3f\n", (double)(end - start) / (double)elements);
    }
  }
}
