/* Uses so much processor time, and ends. Argument: milliseconds. */
#include "common.h"

static int64_t used(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

int main(int argc, char **argv) {
  (void)argc;
  int64_t end = number(argv, 1) * 1000000;
  volatile uint64_t state = 1;
  while (used() < end) {
    for (int i = 0; i < 1000; i++) {
      state = state * 6364136223846793005u + 1442695040888963407u;
    }
  }
}
