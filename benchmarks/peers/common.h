/* What the C programs share: memory in a mapped file, the clock, cores, errors. */
#ifndef COMMON_H
#define COMMON_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline void check(int failed, const char *what) {
  if (failed) {
    fprintf(stderr, "%s failed: %s\n", what, strerror(errno));
    exit(1);
  }
}

static inline int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static inline long number(char **argv, int i) {
  check(argv[i] == NULL, "reading the arguments");
  return strtol(argv[i], NULL, 10);
}

/* A new file, mapped; children share it. Its name goes at once, so nothing is left behind. */
static inline void *shared_memory(size_t size) {
  const char *folder = getenv("BENCHMARK_FOLDER");
  char path[4096];
  snprintf(path, sizeof path, "%s/peer-XXXXXX", folder != NULL ? folder : "/dev/shm");
  int file = mkstemp(path);
  check(file < 0, path);
  check(posix_fallocate(file, 0, (off_t)size) != 0, "posix_fallocate");
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  check(memory == MAP_FAILED, "mmap");
  check(unlink(path), "unlink");
  close(file);
  return memory;
}

/* A child that does not outlive its parent. */
static inline pid_t child(void) {
  fflush(stdout);
  pid_t pid = fork();
  check(pid < 0, "fork");
  if (pid == 0) {
    check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl");
  }
  return pid;
}

static inline void await_success(pid_t pid) {
  int status;
  check(waitpid(pid, &status, 0) != pid, "waitpid");
  if (status != 0) {
    fprintf(stderr, "a child failed: status %d\n", status);
    exit(1);
  }
}

/* Keeps this thread on a core; -1 for wherever it is put. */
static inline void pin(int core) {
  if (core >= 0) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    check(sched_setaffinity(0, sizeof cores, &cores), "sched_setaffinity");
  }
}

static inline void robust_mutex(pthread_mutex_t *mutex) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  check(pthread_mutex_init(mutex, &kind), "pthread_mutex_init");
}

static inline void await_semaphore(sem_t *semaphore) {
  while (sem_wait(semaphore) != 0) {
    check(errno != EINTR, "sem_wait");
  }
}

#endif
