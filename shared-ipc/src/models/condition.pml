/*
 * SharedCondition: consumers that wait for an item, a producer that puts one down and signals,
 * over a lock that is robust (see lock.pml); processes that die at any step and are recovered, by two
 * at once of which one may die over it.
 *
 * Checked: when nothing more can happen, nobody who lives waits though there is an item. So a signal
 * that was for one who died has gone to the next, a wake-up that the dead owed has been made up for,
 * and whoever died between putting an item down and signalling has not left others waiting. And no
 * signal is for one who has left: a consumer that gives up has used up none.
 *
 *   owner      SharedLock: taken in one step here; recovered in one step
 *   place[]    Waiters, of consumer 1 or 2: FREE, WAITING, CALLED
 *   asleep[]   who sleeps in the kernel on its place
 *   Consumer   lock; while (nothing) await(); take; unlock. The impatient may give up the wait
 *   Producer   lock; put; signal(); unlock
 *   Recoverer  SharedLock.recover and wakeAll
 *
 * Which of those who wait is called is left open, so it holds for the order of tickets too.
 *
 * check:
 * check: -DIMPATIENT
 *
 * Java: orchestrate.ipc.sync.SharedCondition, Conditions, SharedLock.recover.
 */
#define FREE 0
#define WAITING 1
#define CALLED 2

#define PRODUCER 3
#define PUTS 1

byte owner; /* 0, or 1 and 2 for consumers, 3 for the producer */
byte place[3];
bool asleep[3];
byte items;
bool killed[4];
byte kills;
bool ended[3];
bool died;

/* FutexWait.wake of a place */
#define WAKE(c) asleep[c] = false

/* Waiters.callFirst: the place is changed, and then woken; who is killed in between wakes nobody. */
inline callOne() {
  if
  :: atomic { place[1] == WAITING -> place[1] = CALLED }; WAKE(1)
  :: atomic { place[2] == WAITING -> place[2] = CALLED }; WAKE(2)
  :: atomic { place[1] != WAITING && place[2] != WAITING }
  fi
}

/* Waiters.callAll */
inline callAll() {
  if
  :: atomic { place[1] == WAITING -> place[1] = CALLED }; WAKE(1)
  :: atomic { place[1] != WAITING }
  fi;
  if
  :: atomic { place[2] == WAITING -> place[2] = CALLED }; WAKE(2)
  :: atomic { place[2] != WAITING }
  fi
}

/* Waiters.wakeCalled */
inline wakeCalled() {
  if
  :: atomic { place[1] == CALLED }; WAKE(1)
  :: atomic { place[1] != CALLED }
  fi;
  if
  :: atomic { place[2] == CALLED }; WAKE(2)
  :: atomic { place[2] != CALLED }
  fi
}

proctype Consumer(byte id; bool patient) {
  {
    atomic { owner == 0 -> owner = id };
    do
    :: atomic { items > 0 -> items--; break }
    :: atomic { items == 0 -> place[id] = WAITING }; /* Waiters.enter, with the lock */
      owner = 0;
      /* awaitCall */
      do
      :: atomic { place[id] == CALLED -> break }
      :: atomic { place[id] == WAITING -> asleep[id] = true };
endAsleep:
        if
        :: !asleep[id]
        :: atomic { !patient -> asleep[id] = false };
          if
          :: atomic { place[id] == WAITING -> place[id] = FREE; break } /* exitUncalled */
          :: atomic { place[id] == CALLED }
          fi
        fi
      od;
      /* takeBack, and only then the place is left */
      atomic { owner == 0 -> owner = id };
      if
      :: atomic { place[id] == CALLED -> place[id] = FREE }
      :: atomic { place[id] == FREE -> break } /* gave up: it wasn't called */
      fi
    od;
    atomic { owner = 0; ended[id] = true }
  } unless { killed[id] }
}

proctype Producer() {
  byte puts;
  {
    do
    :: puts < PUTS ->
      atomic { owner == 0 -> owner = PRODUCER };
      atomic { items++; puts++ };
      callOne();
      owner = 0
    :: else -> break
    od
  } unless { killed[PRODUCER] }
}

/* SIGKILL. The kernel forgets who of it slept. Up to two die; of the consumers, the first first. */
proctype Death() {
  do
  :: atomic { kills < 2 && !killed[1] -> killed[1] = true; asleep[1] = false; kills++ }
  :: atomic { kills < 2 && killed[1] && !killed[2] -> killed[2] = true; asleep[2] = false; kills++ }
  :: atomic { kills < 2 && !killed[PRODUCER] -> killed[PRODUCER] = true; kills++ }
  :: break
  od;
  if
  :: died = true
  :: true
  fi
}

/* Waiters.recover of one place: the call is passed on before nobody knows of it any more. */
inline recoverPlace(c) {
  do
  :: atomic { place[c] == CALLED };
    callOne();
    atomic { if :: place[c] == CALLED -> place[c] = FREE :: else fi }
  :: atomic { place[c] == WAITING -> place[c] = FREE }
  :: atomic { place[c] == FREE -> break }
  od
}

/* SharedLock.recover of the lock's word: who dies inside may not have come to signal. */
inline recoverOwner(p) {
  if
  :: atomic { owner == p };
    callAll();
    atomic { if :: owner == p -> owner = 0 :: else fi }
  :: atomic { owner != p }
  fi
}

/* Looks for deaths all the time. One may die at any step, the other comes to all of them. */
proctype Recoverer(bool mayDie) {
  bool done[4];
  {
end:
    do
    :: atomic { killed[1] && !done[1] }; recoverPlace(1); recoverOwner(1); wakeCalled(); done[1] = true
    :: atomic { killed[2] && !done[2] }; recoverPlace(2); recoverOwner(2); wakeCalled(); done[2] = true
    :: atomic { killed[PRODUCER] && !done[PRODUCER] }; recoverOwner(PRODUCER); wakeCalled();
      done[PRODUCER] = true
    :: atomic { died && !mayDie && !done[0] }; wakeCalled(); done[0] = true /* the other's death */
    od
  } unless { mayDie && died }
}

#define IS_WELL(c) (killed[c] -> place[c] == FREE : ended[c] || place[c] == WAITING && items == 0)

/* When nothing more can happen */
proctype Checker() {
  timeout;
  assert(owner == 0 && IS_WELL(1) && IS_WELL(2))
}

init {
  atomic {
#ifdef IMPATIENT
    run Consumer(1, false);
#else
    run Consumer(1, true);
#endif
    run Consumer(2, true);
    run Producer();
    run Death();
    run Recoverer(true);
    run Recoverer(false);
    run Checker()
  }
}
