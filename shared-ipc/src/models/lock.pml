/*
 * SharedLock, unfair: the word, the places of those who wait, the wake-ups; processes that die at
 * any step, and others that recover them and may die over it.
 *
 * Checked: no two who live are inside at once (the assertion), and nobody who lives sleeps for ever
 * (an invalid end state: sleeps don't end by themselves here, though they do in reality).
 *
 *   word                 LockWord: 0 is free, else the owner. The futex word.
 *   waits[]              Waiters, checked by themselves in waiters.pml: who has a place
 *   asleep[]             who sleeps in the kernel on the word
 *   Locker               a thread in SharedLock.lock() and unlock()
 *   Warden               another thread of that process: Reaper.look, SharedLock.recover, wakeAll
 *   Death                SIGKILL: the kernel marks the keeper's word first (MARKED), and other
 *                        threads of the process run on for a moment, until it is GONE
 *
 * Each transition has one access to shared memory. A read that is followed by a compare-and-set
 * which fails if something changed is one with it.
 *
 * Not here: spinning (a look at the word), reentrancy (no shared memory), generations (an owner is
 * never used twice), the mark of abandonment (part of the word, changed by the same steps).
 *
 * Three threads and a death; two threads, a death, and another of a process that recovers:
 *
 * check: -DDEATHS=1
 * check: -DDEATHS=2 -DRECOVERER_DIES -DROUNDS=1
 *
 * Java: orchestrate.ipc.sync.SharedLock, ContendedObject (contend, wake, wakeAll).
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif

#define LIVE 0
#define MARKED 1
#define GONE 2

byte word;
bool waits[4];
bool asleep[4];

byte life[4];
byte recoveries[4]; /* Slot: 0 LIVE, 1 RECOVERED, 2 RETIRED */
bool inside[4]; /* between lock() and unlock() */

/* Of those whose end hasn't begun: the others may run on for a moment. */
#define IS_INSIDE(p) (inside[p] && life[p] == LIVE)
#define OTHER_INSIDE(p) \
  (p != 1 && IS_INSIDE(1) || p != 2 && IS_INSIDE(2) || p != 3 && IS_INSIDE(3))

/* The compare-and-set of SharedLock.take */
#define TAKE \
  word == 0 -> \
    word = id; taken = true; inside[id] = true; \
    assert(life[id] != LIVE || !OTHER_INSIDE(id))

/* Waiters.any: looks at one after the other */
inline any() {
  i = 1;
  do
  :: atomic { i <= 3 && waits[i] -> somebody = true; break }
  :: atomic { i <= 3 && !waits[i] -> i++ }
  :: atomic { i > 3 -> break }
  od
}

/* ContendedObject.wake: the kernel wakes one who sleeps, if any. */
inline wake() {
  any();
  if
  :: atomic { somebody && asleep[1] -> asleep[1] = false }
  :: atomic { somebody && asleep[2] -> asleep[2] = false }
  :: atomic { somebody && asleep[3] -> asleep[3] = false }
  :: atomic { !somebody || !asleep[1] && !asleep[2] && !asleep[3] -> skip }
  fi;
  atomic { somebody = false; i = 0 }
}

/* ContendedObject.wakeAll */
inline wakeAll() {
  any();
  atomic {
    if
    :: somebody -> asleep[1] = false; asleep[2] = false; asleep[3] = false
    :: else
    fi;
    somebody = false; i = 0
  }
}

/* One whose patience may end gives up at any moment; so only the patient need be woken. */
proctype Locker(byte id; bool patient) {
  byte round, i, seen;
  bool somebody, taken;
  {
    do
    :: atomic { round < ROUNDS -> round++; taken = false };
      /* takeAtOnce */
      if
      :: atomic { TAKE }
      :: atomic { word != 0 };
        /* contend */
        waits[id] = true; /* Waiters.enter */
        do
        :: atomic { TAKE; break }
        :: atomic { word != 0 && !patient -> break }
        :: atomic { word != 0 -> seen = word };
          /* FutexWait.await: the kernel compares and queues in one step */
          if
          :: atomic { word == seen -> asleep[id] = true };
            if
            :: atomic { !asleep[id] -> seen = 0 }
            :: atomic { !patient -> asleep[id] = false; seen = 0 }
            fi
          :: atomic { word != seen -> seen = 0 }
          fi
        od;
        waits[id] = false; /* Waiters.exit */
        /* we may have been woken for what we now leave to others */
        if
        :: atomic { !taken && word == 0 }; wake()
        :: atomic { taken || word != 0 }
        fi
      fi;
      if
      :: taken ->
        /* release, unless it was taken from us */
        atomic { inside[id] = false; taken = (word == id); word = (word == id -> 0 : word) };
        if
        :: taken -> wake()
        :: else
        fi
      :: else
      fi
    :: atomic { round == ROUNDS -> break }
    od
  } unless { life[id] == GONE }
}

/* SharedLock.recover and then wakeAll, of one who is dead or as good as dead */
inline recover(dead) {
  waits[dead] = false;
  if
  :: atomic { word == dead -> word = 0 }; wake()
  :: atomic { word != dead }
  fi;
  wakeAll()
}

/* Reaper.look: at once when the death is marked, and once more when the process is gone. */
#define LOOK(p) \
  :: atomic { life[p] != LIVE && recoveries[p] == 0 }; recover(p); \
    d_step { if :: recoveries[p] == 0 -> recoveries[p] = 1 :: else fi } \
  :: atomic { life[p] == GONE && recoveries[p] == 1 }; recover(p); \
    d_step { if :: recoveries[p] == 1 -> recoveries[p] = 2 :: else fi }

proctype Warden(byte id) {
  byte i;
  bool somebody;
  {
end:
    do
    LOOK(1)
#ifdef RECOVERER_DIES
    LOOK(2)
#endif
    od
  } unless { life[id] == GONE }
}

/* With the process its sleeping threads are gone from the futex. */
#define KILL(p) atomic { life[p] = GONE; asleep[p] = false }

/*
 * May kill 1, and then 2, at any moment. All are alike but for their patience, so it doesn't matter
 * that it is these; and that 1 has no warden, since who does what a warden left half done is 2 or 3.
 */
proctype Death() {
  byte victim = 1;
  do
  :: atomic { victim <= DEATHS -> life[victim] = MARKED }; KILL(victim); victim++
  :: break
  od
}

init {
  atomic {
    run Locker(1, true);
    run Locker(3, true);
#ifdef RECOVERER_DIES
    run Warden(2);
#else
    if
    :: run Locker(2, true)
    :: run Locker(2, false)
    fi;
#endif
    run Warden(3);
    run Death()
  }
}
