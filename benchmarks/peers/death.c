/*
 * A process that holds a robust mutex is killed; another one waits for the mutex: how long until it has it?
 * Argument: kills.
 */
#include "common.h"

struct shared {
  pthread_mutex_t mutex;
  sem_t held;
  sem_t wait;
  sem_t acquired;
  int64_t acquired_at;
};

static void hold(struct shared *shared) {
  pthread_mutex_lock(&shared->mutex);
  sem_post(&shared->held);
  for (;;) {
    pause();
  }
}

static void wait_for_deaths(struct shared *shared) {
  for (;;) {
    await_semaphore(&shared->wait);
    int result = pthread_mutex_lock(&shared->mutex);
    shared->acquired_at = now();
    if (result != EOWNERDEAD) {
      fprintf(stderr, "the mutex was taken from a living owner\n");
      exit(1);
    }
    pthread_mutex_consistent(&shared->mutex);
    pthread_mutex_unlock(&shared->mutex);
    sem_post(&shared->acquired);
  }
}

int main(int argc, char **argv) {
  check(argc != 2, "reading the arguments");
  struct shared *shared = shared_memory(sizeof *shared);
  robust_mutex(&shared->mutex);
  check(sem_init(&shared->held, 1, 0) || sem_init(&shared->wait, 1, 0) || sem_init(&shared->acquired, 1, 0),
        "sem_init");
  pid_t waiter = child();
  if (waiter == 0) {
    wait_for_deaths(shared);
  }
  for (long i = number(argv, 1); i > 0; i--) {
    pid_t holder = child();
    if (holder == 0) {
      hold(shared);
    }
    await_semaphore(&shared->held);
    sem_post(&shared->wait);
    usleep(2000); /* by then it sleeps; nothing tells */
    int64_t killed = now();
    check(kill(holder, SIGKILL), "kill");
    await_semaphore(&shared->acquired);
    printf("waiter %lld\n", (long long)(shared->acquired_at - killed));
    check(waitpid(holder, NULL, 0) != holder, "waitpid");
  }
  kill(waiter, SIGKILL);
  waitpid(waiter, NULL, 0);
}
