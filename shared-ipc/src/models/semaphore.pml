/*
 * The book of permits: one word with {value, held, slot, sequence}, and a ledger per slot. Two or three
 * processes take permits and give them back; the first may be killed at any step, and what it
 * holds is given back by a reaper, which may be killed over it at any step too, and then by another.
 *
 * A killed process is first marked dead, runs on for any number of steps, and then is gone: reapers give
 * back after the mark, and once more when it is gone.
 *
 * Checked: never more inside than there are permits, as seen by the living; when all is over every permit
 * is free or held by a living process, exactly; and nobody waits for ever (Spin's invalid end states).
 *
 * Java: orchestrate.ipc.sync.PermitBook (take, give, giveAll, stateOf, record) and SharedSemaphore.contend.
 * The sequence doesn't wrap here; what wrapping means is argued in PermitBook.
 *
 * check: -DPERMITS=2 -DFIRST=1 -DSECOND=1
 * check: -DPERMITS=2 -DFIRST=1 -DSECOND=2
 * check: -DPERMITS=2 -DFIRST=2 -DSECOND=1
 */
#define SLOTS 4          /* slot 0 is nobody */

typedef Ledger { byte held; byte sequence };
typedef Word { byte value; byte held; byte slot; byte sequence };

Word word;
Ledger ledger[SLOTS];
bool dead[SLOTS];        /* marked by the kernel */
bool gone[SLOTS];        /* not a single thread runs */
bool waits[SLOTS];       /* has a place among the waiters */
bool asleep[SLOTS];
byte inside[SLOTS];      /* permits that the process believes to hold */
bool reaped = false;     /* the first reaper is killed */
bool over = false;       /* it has ended, one way or the other */

#define sameWord(w) (word.value == w.value && word.held == w.held && word.slot == w.slot && word.sequence == w.sequence)

#define readWord(w) \
  atomic { w.value = word.value; w.held = word.held; w.slot = word.slot; w.sequence = word.sequence }

#define readLedger(l, s) \
  atomic { l.held = ledger[s].held; l.sequence = ledger[s].sequence }

/*
 * The inline parts below use the variables w, l and ok of who calls them.
 *
 * record(word): brings the ledger of the word's slot up to date.
 */
inline record() {
  if
  :: w.slot == 0
  :: else ->
     do
     :: readLedger(l, w.slot);
        if
        :: l.sequence == w.sequence -> break
        :: else
        fi;
        if
        :: !sameWord(w) -> break
        :: else
        fi;
        atomic {
          if
          :: ledger[w.slot].sequence == l.sequence && ledger[w.slot].held == l.held ->
             ledger[w.slot].sequence = w.sequence; ledger[w.slot].held = w.held;
             break
          :: else
          fi
        }
     od
  fi
}

/* stateOf(slot, word): in `l`. */
inline stateOf(s) {
  if
  :: w.slot == s -> d_step { l.held = w.held; l.sequence = w.sequence }
  :: else -> record(); readLedger(l, s)
  fi
}

/* What is not used any more, so that states that differ only in that are one. */
#define forget() \
  w.value = 0; w.held = 0; w.slot = 0; w.sequence = 0; l.held = 0; l.sequence = 0

/* operate(): compare-and-set of the word; `ok` says whether it was done. */
inline operate(s, newHeld, newValue) {
  d_step {
    ok = sameWord(w);
    if
    :: ok ->
       word.value = newValue; word.held = newHeld; word.slot = s; word.sequence = l.sequence + 1
    :: else
    fi;
    forget()
  }
}

/* wake(): if somebody has a place, one that sleeps is woken; everybody if `all`. */
inline wake(all) {
  if
  :: waits[1] || waits[2] || waits[3] ->
     if
     :: (all) -> d_step { asleep[1] = false; asleep[2] = false; asleep[3] = false }
     :: !(all) && asleep[1] -> asleep[1] = false
     :: !(all) && asleep[2] -> asleep[2] = false
     :: !(all) && asleep[3] -> asleep[3] = false
     :: !(all) && !asleep[1] && !asleep[2] && !asleep[3]
     fi
  :: else
  fi
}

proctype Process(byte me; byte n) {
  Word w;
  Ledger l;
  bool ok;
  {
    /* acquire */
    readWord(w);
    ok = false;
    if
    :: w.value >= n -> stateOf(me); operate(me, l.held + n, w.value - n)
    :: else
    fi;
    if
    :: ok
    :: else ->
       waits[me] = true;
       do
       :: readWord(w);
          if
          :: w.value >= n ->
             stateOf(me);
             operate(me, l.held + n, w.value - n);
             if
             :: ok -> break
             :: else
             fi
          :: else ->
             /* futex wait: sleeps only if the low half is still the same */
             if
             :: atomic { word.value == w.value && word.sequence == w.sequence -> asleep[me] = true };
                (!asleep[me])
             :: !(word.value == w.value && word.sequence == w.sequence)
             fi;
             d_step { forget() }
          fi
       od;
       waits[me] = false
    fi;
    inside[me] = n;
    assert((dead[1] -> 0 : inside[1]) + inside[2] + inside[3] <= PERMITS);
    inside[me] = 0;
    /* release */
    do
    :: readWord(w);
       stateOf(me);
       if
       :: l.held < n -> assert(dead[me]); break   /* given back for us already */
       :: else
       fi;
       operate(me, l.held - n, w.value + n);
       if
       :: ok -> break
       :: else
       fi
    od;
    wake(n > 1)
  } unless { gone[me] };
  d_step { asleep[me] = false; inside[me] = 0; gone[me] = true }
}

/* Kills process 1, and the reaper that may die, whenever it likes, or not. */
proctype Killer() {
  if
  :: dead[1] = true; d_step { gone[1] = true; asleep[1] = false }
  :: skip
  fi;
  if
  :: reaped = true
  :: skip
  fi
}

/* recover() and wakeAll() for a slot. */
inline giveAll(s) {
  waits[s] = false;
  do
  :: readWord(w);
     stateOf(s);
     if
     :: l.held == 0 -> d_step { forget() }; break
     :: else
     fi;
     operate(s, 0, w.value + l.held);
     if
     :: ok -> break
     :: else
     fi
  od;
  wake(true)
}

proctype Reaper(bool mayDie) {
  Word w;
  Ledger l;
  bool ok;
  {
    (mayDie || over);
    if
    :: dead[1] -> giveAll(1); (gone[1]); giveAll(1)
    :: gone[1] && !dead[1]     /* it has ended in order */
    fi
  } unless { mayDie && reaped };
  over = true
}

init {
  atomic {
    word.value = PERMITS;
    run Process(1, FIRST);
    run Process(2, SECOND);
#ifdef THIRD
    run Process(3, THIRD);
#endif
    run Killer();
    run Reaper(true);
    run Reaper(false)
  };
  (_nr_pr == 1);
  assert(word.value == PERMITS)
}
