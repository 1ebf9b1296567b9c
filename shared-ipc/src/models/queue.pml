/*
 * The ring of queues between processes (orchestrate.ipc.queue.Ring): two that put, two that take, one of whom
 * dies at any step and whose last threads go on for any number of steps; and two that recover, one of whom dies
 * over it. A ring of two cells for three elements, so that it goes around.
 *
 * Each step is one access to memory that others see, or a compare-and-set together with the read before it: as
 * no word of a cell is ever the same again, it fails if there was anything in between.
 *
 *   Ring.tryPut, Ring.put           Putter
 *   Ring.tryTake, Ring.take         Taker
 *   EventCount.await                REGISTER ... SLEEP in both
 *   EventCount.signal               SIGNAL
 *   QueueMemory.recover, wakeAll    Recoverer
 *
 * Not modelled: the search for a place among the waiters, and that a look at several cells (whether there is more
 * to take, or more room) takes several steps.
 */
#define CAP 2
#define VALUES 4 /* 1 and 2 are put by the first, 3 by the second */
#define NOBODY 9
#define HALF 8
#define TURN(p) ((p) / CAP)
#define CELL(p) cell[(p) % CAP]
#define IS(p, s) (CELL(p).turn == TURN(p) && CELL(p).state == s)

mtype = { EMPTY, WRITING, FULL, READING, SKIPPED };

typedef Cell { byte turn; mtype state = EMPTY; byte owner = NOBODY; byte data };

Cell cell[CAP];
byte head, tail;

/* 0 and 1 put, 2 and 3 take, 4 recovers and may die */
bool dying[5], gone[5];
bool retired[4];

/* Who waits: 0 for elements, 1 for room. */
bool registered[4], asleep[4];
byte count[2];

bool published[VALUES], claimed[VALUES];
byte delivered[VALUES];

inline advance(hint, p) { if :: atomic { hint == p -> hint = p + 1 } :: else fi }

#define WAITS(kind) (registered[2 - 2 * kind] || registered[3 - 2 * kind])

/* A futex wakes somebody who sleeps, if anybody does. */
inline wakeOne(kind) {
  atomic {
    if
    :: asleep[2 - 2 * kind] -> asleep[2 - 2 * kind] = false
    :: asleep[3 - 2 * kind] -> asleep[3 - 2 * kind] = false
    :: else
    fi
  }
}

inline signal(kind) {
  if
  :: WAITS(kind) -> count[kind]++; wakeOne(kind)
  :: else
  fi
}

inline signalAll(kind) {
  if
  :: WAITS(kind) ->
     count[kind]++;
     atomic { asleep[2 - 2 * kind] = false; asleep[3 - 2 * kind] = false }
  :: else
  fi
}

/* A waiter that leaves without a place, or what it slept on has changed, looks again. */
inline sleep(me, kind, seen) {
  atomic { if :: count[kind] == seen -> asleep[me] = true :: else fi };
  !asleep[me]
}

#define IS_PAST(p) (CELL(p).turn > TURN(p))
#define IS_END(p) (CELL(p).turn < TURN(p) || IS(p, EMPTY))

/* The first position from the head on that is neither past nor skipped, and the first that nobody has claimed. */
inline findFirst(p) {
  p = head;
  do
  :: IS_PAST(p) || IS(p, SKIPPED) -> p++
  :: else -> break
  od
}

inline findEnd(p) {
  p = tail;
  do
  :: !IS_END(p) -> p++
  :: else -> break
  od
}

proctype Putter(byte me; byte value; byte last) provided (!gone[me]) {
  byte p, seen, x;
  bool waiting = false;
  do
  :: value > last -> break
  :: else ->
look:
     if :: waiting -> seen = count[1] :: else fi;
     p = tail;
     atomic {
       if
       :: IS(p, EMPTY) -> CELL(p).state = WRITING; CELL(p).owner = me; goto put
       :: CELL(p).turn < TURN(p) -> goto noRoom
       :: else
       fi
     };
     advance(tail, p);
     goto look;
noRoom:
     if
     :: !waiting -> registered[me] = true; waiting = true; goto look
     :: else -> sleep(me, 1, seen); goto look
     fi;
put:
     CELL(p).data = HALF;
     CELL(p).data = value;
     atomic {
       if
       :: IS(p, WRITING) && CELL(p).owner == me ->
          CELL(p).state = FULL; CELL(p).owner = NOBODY; published[value] = true
       :: else -> assert(dying[me]); goto over
       fi
     };
     advance(tail, p);
     if :: waiting -> registered[me] = false; waiting = false :: else fi;
     signal(0);
     atomic { x = 0; if :: WAITS(1) -> findEnd(p); if :: IS(p, EMPTY) -> x = 1 :: else fi; p = 0 :: else fi };
     if :: x == 1 -> x = 0; signal(1) :: else fi;
     value++
  od;
over:
  skip
}

proctype Taker(byte me) provided (!gone[me]) {
  byte p, seen, x, value;
  bool waiting = false, atHead;
  do
  :: true ->
look:
     if :: waiting -> seen = count[0] :: else fi;
     p = head;
     atHead = true;
next:
     atomic {
       if
       :: IS_PAST(p) -> goto past
       :: IS(p, READING) || IS(p, SKIPPED) -> atHead = false; p++; goto next
       :: IS(p, FULL) ->
          CELL(p).state = READING; CELL(p).owner = me;
          /* The order of the first is kept. */
          assert(CELL(p).data != 2 || claimed[1] || !published[1]);
          claimed[CELL(p).data] = true;
          goto take
       :: else -> goto none
       fi
     };
past:
     if :: atHead -> advance(head, p) :: else fi;
     p++;
     goto next;
none:
     if
     :: !waiting -> registered[me] = true; waiting = true; goto look
     :: else -> sleep(me, 0, seen); goto look
     fi;
take:
     value = CELL(p).data;
     atomic {
       if
       :: IS(p, READING) && CELL(p).owner == me ->
          assert(value != HALF && published[value]);
          delivered[value]++;
          assert(delivered[value] == 1);
          CELL(p).turn++; CELL(p).state = EMPTY; CELL(p).owner = NOBODY
       :: else -> assert(dying[me]); goto over
       fi
     };
     value = 0;
     if :: atHead -> advance(head, p) :: else fi;
     if :: waiting -> registered[me] = false; waiting = false :: else fi;
     signal(1);
     atomic { x = 0; if :: WAITS(0) -> findFirst(p); if :: !IS_END(p) -> x = 1 :: else fi :: else fi; p = 0 };
     if :: x == 1 -> x = 0; signal(0) :: else fi
  od;
over:
  skip
}

/* A warden: recovers the dying, and again when it is gone. The one who is 4 may die over it. */
proctype Recoverer(byte me) provided (me != 4 || !gone[4]) {
  byte v, p, end;
  bool over;
  do
  :: atomic {
       if
       :: dying[0] && !retired[0] -> v = 0
       :: dying[1] && !retired[1] -> v = 1
       :: dying[2] && !retired[2] -> v = 2
       :: dying[3] && !retired[3] -> v = 3
       fi;
       over = gone[v]
     };
     registered[v] = false;
     end = tail;
     p = head;
     do
     :: p <= end ->
        atomic {
          if
          :: CELL(p).owner == v && !retired[v] ->
             if
             :: CELL(p).state == READING -> CELL(p).state = FULL; CELL(p).owner = NOBODY
             :: CELL(p).state != READING && over ->
                CELL(p).turn++; CELL(p).state = EMPTY; CELL(p).owner = NOBODY
             :: else -> CELL(p).state = SKIPPED
             fi
          :: else
          fi
        };
        p++
     :: else -> break
     od;
     p = 0; end = 0;
     signalAll(0);
     signalAll(1);
     if :: over -> retired[v] = true :: else -> gone[v] fi
  od
}

proctype Death() {
  byte v;
  if
  :: true -> goto nobody
  :: true -> v = 0
  :: true -> v = 1
  :: true -> v = 2
  :: true -> v = 3
  fi;
  dying[v] = true;
  gone[v] = true;
nobody:
  skip
}

proctype RecoverersDeath() {
  gone[4] = true
}

/* When nothing moves any more. */
proctype Judge() {
  byte v, p, found;
  timeout;
  d_step {
    v = 1;
    do
    :: v < VALUES ->
       found = 0;
       p = 0;
       do
       :: p < CAP ->
          if
          :: cell[p].state == FULL && cell[p].data == v -> found++
          :: else
          fi;
          p++
       :: else -> break
       od;
       /* Whatever was put is in the queue or was taken, once. */
       assert(!published[v] || delivered[v] + found == 1);
       assert(published[v] || delivered[v] + found == 0);
       v++
    :: else -> break
    od;
    p = 0;
    do
    :: p < CAP -> assert(cell[p].owner == NOBODY); p++
    :: else -> break
    od;
    /* Nobody sleeps over an element, or over room. */
    findFirst(p);
    assert(IS_END(p) || !(asleep[2] && !gone[2]) && !(asleep[3] && !gone[3]));
    findEnd(p);
    assert(!IS(p, EMPTY) || !(asleep[0] && !gone[0]) && !(asleep[1] && !gone[1]));
    /* Those who live have put all. */
    assert(gone[0] || published[2] || IS_END(p) && !IS(p, EMPTY));
    assert(gone[1] || published[3] || IS_END(p) && !IS(p, EMPTY))
  }
}

init {
  atomic {
    run Putter(0, 1, 2);
    run Putter(1, 3, 3);
    run Taker(2);
    run Taker(3);
    run Recoverer(4);
    run Recoverer(5);
    run Death();
    run RecoverersDeath();
    run Judge()
  }
}
