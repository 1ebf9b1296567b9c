/*
 * SharedQueue, first in, first out: the ring of cells, its head and tail, the sleep of those who find no
 * element or no room; processes that die at any step, and others that recover them and may die over it.
 *
 * Checked: what was put comes out, once, and in the order in which it was put, but for what a dead process
 * had in its hands; when nothing more can happen, no cell is anybody's, and nobody who lives sleeps though
 * there is an element or room.
 *
 *   cell[]               CellWord: {turn, state, owner}
 *   element[]            what is in the cells: elements have numbers, 0 is none
 *   fate[], unclaimed    what has become of each element, and in which order: not part of the queue
 *   head, tail           positions: how many cells come before, over all turns
 *   waits[]              Waiters, checked by themselves in waiters.pml: who has a place
 *   counted[], asleep[]  EventCount: the count was raised since this one read it; it sleeps on the count
 *   Putter, Taker        a thread in SharedQueue.put(), Ring.put; or take(), Ring.take
 *   Warden               Reaper.look, QueueMemory.recover, Ring.recoverElements, wakeAll
 *   Death                SIGKILL: the kernel marks the keeper's word first (MARKED). The thread runs on as
 *                        far as it likes, and then its process is GONE
 *
 * Each transition has one access to shared memory. A read is one with the compare-and-set after it if that
 * fails when something changed, or if what was read is final. To write an element is one step: half of one
 * is as wrong as another's.
 *
 * 1 and 3 produce, 2 and 4 consume. VICTIMS is the sum of those who may die, of 1 and 2; each variant is also
 * checked without a death. 3 and 4 may be IMPATIENT, and give up a wait.
 *
 * Not here: closing, tasks and join, removal from the middle, looking without taking; spinning (a look at
 * the word), generations (an owner is never used twice). Codecs fail, when an element is put or taken, only
 * with CODECS_FAIL.
 *
 * A producer dies, and its cell is used by the other; a consumer does, and another gets its element:
 *
 * check: -DPRODUCERS=2 -DVICTIMS=1 -DPUTS=1
 * check: -DPRODUCERS=2 -DVICTIMS=2 -DPUTS=1
 * check: -DCONSUMERS=2 -DVICTIMS=1
 * check: -DCONSUMERS=2 -DVICTIMS=2 -DCELLS=2
 * check: -DCONSUMERS=2 -DVICTIMS=2 -DCELLS=2 -DAT_MOST_ONCE
 *
 * Both die; two recover them, of whom one may die:
 *
 * check: -DVICTIMS=3 -DCELLS=2 -DPUTS=3
 * check: -DVICTIMS=3 -DPUTS=1 -DWARDENS=2
 * check: -DVICTIMS=2 -DWARDENS=2 -DAT_MOST_ONCE
 *
 * Nobody dies; a wake-up has to be passed on, since who got it takes no more:
 *
 * check: -DPRODUCERS=2 -DCONSUMERS=2 -DVICTIMS=0 -DPUTS=1 -DTAKES=1 -DIMPATIENT
 * check: -DPRODUCERS=2 -DCONSUMERS=2 -DVICTIMS=0 -DPUTS=1 -DTAKES=1 -DCELLS=2 -DIMPATIENT
 *
 * Codecs fail:
 *
 * check: -DPRODUCERS=2 -DVICTIMS=0 -DCODECS_FAIL
 * check: -DCONSUMERS=2 -DVICTIMS=0 -DCELLS=2 -DPUTS=3 -DCODECS_FAIL
 *
 * Java: orchestrate.ipc.queue.Ring, CellWord, EventCount, QueueMemory (recover, wakeAll).
 */
#ifndef CELLS
#define CELLS 1
#endif
#ifndef PUTS
#define PUTS 2
#endif
#ifndef PUTS3
#define PUTS3 1
#endif
#define FOR_EVER 255
#ifndef TAKES
#define TAKES FOR_EVER
#endif
#ifndef VICTIMS
#define VICTIMS 3
#endif

#define PUTTERS 1, 3
#define TAKERS 2, 4

#define EMPTY 0
#define WRITING 1
#define FULL 2
#define READING 3
#define SKIPPED 4

#define WORD(turn, state, owner) ((turn) << 6 | (state) << 3 | (owner))
#define TURN_OF(word) ((word) >> 6)
#define STATE_OF(word) ((word) >> 3 & 7)
#define OWNER_OF(word) ((word) & 7)

/* Of positions */
#define CELL(p) cell[(p) % CELLS]
#define ELEMENT(p) element[(p) % CELLS]
#define THIS_TURN(p, state, owner) WORD((p) / CELLS, state, owner)
#define NEXT_TURN(p) WORD((p) / CELLS + 1, EMPTY, 0)
#define IS(p, state) (TURN_OF(CELL(p)) == (p) / CELLS && STATE_OF(CELL(p)) == state)
#define IS_PAST(p) (TURN_OF(CELL(p)) > (p) / CELLS)
#define IS_BEHIND(p) (TURN_OF(CELL(p)) < (p) / CELLS)
#define IS_BEYOND_END(p) (IS_BEHIND(p) || IS(p, EMPTY))

#define LIVE 0
#define MARKED 1
#define GONE 2

/* The fates */
#define UNPUT 0
#define PUT 1
#define CLAIMED 2 /* by a taker, at least once */
#define TAKEN 3
#define LOST 4 /* with a dead taker */
#define REFUSED 5 /* by its codec */

#define ELEMENTS (PUTS + PUTS3)

short cell[CELLS];
byte element[CELLS];
byte fate[ELEMENTS + 1];
byte unclaimed; /* no taker has claimed this position nor a later one */
byte head, tail;

bool waits[5];
bool counted[5];
bool asleep[5];

byte life[5];
byte recoveries[5]; /* Slot: 0 LIVE, 1 RECOVERED, 2 RETIRED */
bool ended[5];

/* The thread of a process that is marked may stop at any step. */
#define DIE atomic { life[id] == MARKED -> goto end }
#define STEP(step) if :: atomic { step } :: DIE fi

#define ADVANCE(hint, p) if :: hint == p -> hint++ :: else fi

/* EventCount.signal. The kernel wakes one who sleeps, if any. */
inline signal(a, b) {
  if
  :: atomic { waits[a] || waits[b] };
    STEP(counted[a] = waits[a]; counted[b] = waits[b]);
    if
    :: atomic { asleep[a] -> asleep[a] = false }
    :: atomic { asleep[b] -> asleep[b] = false }
    :: atomic { !asleep[a] && !asleep[b] }
    :: DIE
    fi
  :: atomic { !waits[a] && !waits[b] }
  :: DIE
  fi
}

/* EventCount.signalAll. Who dies between counting and waking might as well not have counted. */
inline signalAll(a, b) {
  counted[a] = waits[a]; counted[b] = waits[b]; asleep[a] = false; asleep[b] = false
}

/* Waiters.exit, if it had to wait */
#define EXIT waits[id] = false; counted[id] = false

/* Interrupted, and maybe woken too */
#ifdef IMPATIENT
#define GIVE_UP(a, b) atomic { id > 2 -> asleep[id] = false; EXIT }; signal(a, b); goto end
#else
#define GIVE_UP(a, b) false
#endif

/*
 * SharedQueue.putBefore, takeBefore and EventCount.await, after a try in vain: takes a place and reads the
 * count, and in later rounds sleeps on it.
 */
inline await(a, b) {
  if
  :: atomic { !waits[id] -> waits[id] = true; counted[id] = false }
  :: atomic { waits[id] && !counted[id] -> asleep[id] = true };
endAsleep:
    if
    :: atomic { !asleep[id] -> counted[id] = false }
    :: GIVE_UP(a, b)
    :: DIE
    fi
  :: atomic { waits[id] && counted[id] -> counted[id] = false }
  :: DIE
  fi
}

proctype Putter(byte id; byte next; byte last) {
  byte p;
  do
  :: next <= last ->
    /* tryPut */
    do
    :: STEP(p = tail);
      if
      :: atomic { IS(p, EMPTY) -> CELL(p) = THIS_TURN(p, WRITING, id) }; break
      :: atomic { IS_BEHIND(p) -> p = 0 }; await(PUTTERS)
      :: atomic { !IS_BEYOND_END(p) -> ADVANCE(tail, p); p = 0 }
      :: DIE
      fi
    od;
    /* put */
    STEP(ELEMENT(p) = next);
    if
    :: atomic { CELL(p) == THIS_TURN(p, WRITING, id) ->
        CELL(p) = THIS_TURN(p, FULL, 0);
        fate[next] = PUT; next++ }
#ifdef CODECS_FAIL
    :: atomic { CELL(p) == THIS_TURN(p, WRITING, id) ->
        CELL(p) = NEXT_TURN(p);
        fate[next] = REFUSED; next++; ELEMENT(p) = 0 };
      STEP(ADVANCE(tail, p); p = 0);
      signal(TAKERS);
      signal(PUTTERS);
      goto exit
#endif
    :: atomic { CELL(p) != THIS_TURN(p, WRITING, id) -> assert(life[id] != LIVE); goto end }
    :: DIE
    fi;
    STEP(ADVANCE(tail, p); p = 0);
    signal(TAKERS);
    if
    :: atomic { waits[1] || waits[3] -> p = tail };
      /* hasSpace */
      do
      :: atomic { !IS_BEYOND_END(p) -> ADVANCE(tail, p); p++ }
      :: atomic { IS_BEYOND_END(p) -> break }
      :: DIE
      od;
      if
      :: atomic { IS(p, EMPTY) -> p = 0 }; signal(PUTTERS)
      :: atomic { !IS(p, EMPTY) -> p = 0 }
      :: DIE
      fi
    :: atomic { !waits[1] && !waits[3] }
    :: DIE
    fi;
exit:
    STEP(EXIT)
  :: else -> break
  od;
end:
  atomic {
    if
    :: life[id] == MARKED -> life[id] = GONE; asleep[id] = false
    :: else -> ended[id] = true
    fi;
    next = 0; p = 0
  }
}

proctype Taker(byte id; byte takes) {
  byte p, e;
  bool atHead;
  do
  :: takes > 0 ->
    /* tryTake */
    do
    :: STEP(p = head; atHead = true);
      do
      :: atomic { IS_PAST(p) -> if :: atHead -> ADVANCE(head, p) :: else fi; p++ }
      :: atomic { IS(p, READING) || IS(p, SKIPPED) -> atHead = false; p++ }
      :: atomic { IS_BEYOND_END(p) || IS(p, WRITING) -> p = 0; atHead = false; break }
      :: atomic { IS(p, FULL) ->
          CELL(p) = THIS_TURN(p, READING, id);
          e = ELEMENT(p);
          assert(fate[e] == PUT || fate[e] == CLAIMED);
          assert(e == 1 || e == PUTS + 1 || fate[e - 1] >= CLAIMED);
          assert(p >= unclaimed || fate[e] == CLAIMED);
          unclaimed = (p >= unclaimed -> p + 1 : unclaimed);
          fate[e] = CLAIMED; e = 0 };
        goto take
      :: DIE
      od;
      await(TAKERS)
    od;
take:
    STEP(e = ELEMENT(p));
    if
    :: atomic { CELL(p) == THIS_TURN(p, READING, id) ->
        CELL(p) = NEXT_TURN(p);
        assert(fate[e] == CLAIMED);
        fate[e] = TAKEN; e = 0; ELEMENT(p) = 0;
        takes = (takes < FOR_EVER -> takes - 1 : takes) }
#ifdef CODECS_FAIL
    :: atomic { CELL(p) == THIS_TURN(p, READING, id) ->
        CELL(p) = THIS_TURN(p, FULL, 0);
        e = 0; p = 0; atHead = false };
      signal(TAKERS);
      goto exit
#endif
    :: atomic { CELL(p) != THIS_TURN(p, READING, id) -> assert(life[id] != LIVE); goto end }
    :: DIE
    fi;
    STEP(if :: atHead -> ADVANCE(head, p) :: else fi; p = 0; atHead = false);
    /* signalTaken */
    signal(PUTTERS);
    if
    :: atomic { waits[2] || waits[4] -> p = head };
      /* isEmpty */
      do
      :: atomic { IS_PAST(p) || IS(p, SKIPPED) -> p++ }
      :: atomic { IS_BEYOND_END(p) -> p = 0; break }
      :: atomic { IS(p, WRITING) || IS(p, FULL) || IS(p, READING) -> p = 0 }; signal(TAKERS); break
      :: DIE
      od
    :: atomic { !waits[2] && !waits[4] }
    :: DIE
    fi;
exit:
    STEP(EXIT)
  :: else -> break
  od;
end:
  atomic {
    if
    :: life[id] == MARKED -> life[id] = GONE; asleep[id] = false
    :: else -> ended[id] = true
    fi;
    takes = 0; p = 0; e = 0; atHead = false
  }
}

/* At once when the death is marked, and once more when the process is gone. */
#define LOOK(v) \
  :: atomic { \
      life[v] != LIVE && recoveries[v] == 0 || life[v] == GONE && recoveries[v] == 1 -> \
      dead = v; recovery = recoveries[v]; waits[v] = false }

proctype Warden(bool mortal) {
  byte dead, recovery, p, last;
  short word;
  bool over;
endLook:
  do
  :: if
    LOOK(1)
    LOOK(2)
    fi;
    /* recoverElements */
    atomic { last = tail; p = head };
    do
    :: atomic { p <= last && OWNER_OF(CELL(p)) != dead -> p++ }
    :: atomic { p <= last && OWNER_OF(CELL(p)) == dead -> word = CELL(p) };
      over = (life[dead] == GONE);
      atomic {
        if
        :: recoveries[dead] == 2 -> p++
        :: recoveries[dead] < 2 && CELL(p) != word
        :: recoveries[dead] < 2 && CELL(p) == word ->
          if
#ifdef AT_MOST_ONCE
          :: STATE_OF(word) == READING ->
            CELL(p) = WORD(TURN_OF(word) + 1, EMPTY, 0);
            fate[ELEMENT(p)] = LOST; ELEMENT(p) = 0
#else
          :: STATE_OF(word) == READING -> CELL(p) = WORD(TURN_OF(word), FULL, 0)
#endif
          :: STATE_OF(word) != READING && over ->
            CELL(p) = WORD(TURN_OF(word) + 1, EMPTY, 0); ELEMENT(p) = 0
          :: STATE_OF(word) != READING && !over -> CELL(p) = WORD(TURN_OF(word), SKIPPED, dead)
          fi;
          p++
        fi;
        word = 0; over = false
      }
    :: atomic { p > last -> signalAll(TAKERS); p = 0; last = 0; break }
    :: mortal -> goto end
    od;
    atomic {
      signalAll(PUTTERS);
      if
      :: recoveries[dead] == recovery -> recoveries[dead]++
      :: else
      fi;
      dead = 0; recovery = 0
    }
  od;
end:
  dead = 0; recovery = 0; p = 0; last = 0
}

/* Kills each of the victims, at any moment before it has ended. */
proctype Death(byte victims) {
endDeath:
  do
  :: atomic { victims & 1 && life[1] == LIVE && !ended[1] -> life[1] = MARKED }
  :: atomic { victims & 2 && life[2] == LIVE && !ended[2] -> life[2] = MARKED }
  od
}

#define HAS_ENDED(id) (ended[id] || life[id] == GONE)

/* When nothing more can happen */
proctype Checker() {
  byte i, filled, queued;
  timeout;
  d_step {
    do
    :: i < CELLS ->
      assert(STATE_OF(cell[i]) == EMPTY || STATE_OF(cell[i]) == FULL);
      filled = filled + (STATE_OF(cell[i]) == FULL);
      i++
    :: else -> i = 1; break
    od;
    do
    :: i <= ELEMENTS -> queued = queued + (fate[i] == PUT || fate[i] == CLAIMED); i++
    :: else -> break
    od;
    assert(filled == queued);
    assert(filled == 0 || HAS_ENDED(2) && HAS_ENDED(4));
    assert(filled == CELLS || HAS_ENDED(1) && HAS_ENDED(3))
  }
}

init {
  atomic {
    run Putter(1, 1, PUTS);
    run Taker(2, TAKES);
#if PRODUCERS == 2
    run Putter(3, PUTS + 1, PUTS + PUTS3);
#else
    ended[3] = true;
#endif
#if CONSUMERS == 2
    run Taker(4, TAKES);
#else
    ended[4] = true;
#endif
    run Warden(false);
#if WARDENS == 2
    run Warden(true);
#endif
    if
    :: run Death(VICTIMS)
    :: run Death(VICTIMS & 1)
    :: run Death(VICTIMS & 2)
    :: run Death(0)
    fi;
    run Checker()
  }
}
