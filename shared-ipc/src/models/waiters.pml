/*
 * Waiters: places of waiting threads, and the count of those in use, which lets a waker see by one
 * load that nobody waits. Two waiters wait for an object's word to become 1, a waker sets it and wakes
 * them if it sees somebody, and other wakers look at any time and take the count back to zero.
 *
 * A waiter may die at any step; a reaper then frees its place, may die over it, and another does it again.
 *
 * Checked: no waiter that lives sleeps for ever (Spin's invalid end states), and a place is never taken
 * over while its owner lives.
 *
 * Java: orchestrate.ipc.object.Waiters (enter, exit, any, recover).
 */
#define WAITERS 2
#define FREE 255

byte place[WAITERS];     /* who has it, as the word carries slot and generation */
byte version = 0;        /* the ticket counter, as far as it matters here */
byte inUse = 0;
bit word = 0;            /* the object */
bool asleep[WAITERS];
bool killed[WAITERS];
bool ended[WAITERS];

inline wakeAllSleepers() {
  atomic { asleep[0] = false; asleep[1] = false }
}

/* any(): sets found. Reads the count, looks at the places one by one, takes the count back. */
inline any(found, v, n, i) {
  atomic { v = version; n = inUse };
  found = false;
  i = 0;
  do
  :: i < n && !found -> found = (place[i] != FREE); i++
  :: else -> break
  od;
  if
  :: n > 0 && !found -> atomic { if :: version == v && inUse == n -> inUse = 0 :: else fi }
  :: else
  fi
}

proctype Waiter(byte id) {
  byte i, n;
  {
    /* enter(): the first free place, by compare-and-set */
    i = 0;
    do
    :: i < WAITERS ->
       if
       :: atomic { place[i] == FREE -> place[i] = id }; break
       :: else -> i++
       fi
    :: else -> i = 0
    od;
    /* drawTicket(): raises the count in the same compare-and-set */
    atomic { version++; inUse = (inUse > i + 1 -> inUse : i + 1) };
    do
    :: word == 1 -> break
    :: else ->
       /* futex wait: sleeps only if the word is still what it was */
       if
       :: atomic { word == 0 -> asleep[id] = true };
          (!asleep[id])
       :: word == 1
       fi
    od;
    assert(place[i] == id);
    place[i] = FREE
  } unless { killed[id] };
  atomic { asleep[id] = false; ended[id] = true }
}

/* Changes the word, then looks whether to wake. */
proctype Setter() {
  bool found;
  byte v, n, i;
  word = 1;
  any(found, v, n, i);
  if
  :: found -> wakeAllSleepers()
  :: else
  fi
}

/* Looks as any waker does, with nothing to tell: its part here is to take the count back. */
proctype Looker() {
  bool found;
  byte v, n, i;
  any(found, v, n, i);
  any(found, v, n, i)
}

proctype Killer() {
  if
  :: killed[0] = true
  :: skip
  fi
}

/* Frees what waiter 0 has left, if it died. `mayDie`: this reaper may be killed at any step. */
proctype Reaper(bool mayDie) {
  byte i;
  if
  :: killed[0] && ended[0]
  :: ended[0] && !killed[0] -> goto done
  fi;
  i = 0;
  do
  :: mayDie -> goto done
  :: i < WAITERS ->
     if
     :: atomic { place[i] == 0 -> place[i] = FREE }
     :: place[i] != 0
     fi;
     i++
  :: i == WAITERS -> break
  od;
done: skip
}

init {
  atomic {
    place[0] = FREE;
    place[1] = FREE;
    run Waiter(0);
    run Waiter(1);
    run Setter();
    run Looker();
    run Killer();
    run Reaper(true);
    run Reaper(false)
  };
  /* when all is over, nobody has a place */
  (_nr_pr == 1);
  assert(place[0] == FREE && place[1] == FREE)
}
