package orchestrate.ipc.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Has the kernel mark an int when the calling thread dies, however it dies.
 *
 * <p>A thread may register a list of futex words with the kernel (set_robust_list(2)). When it
 * exits, the kernel goes through the list: a word that holds the thread's id gets {@link
 * #OWNER_DIED} in its place, and if it carries {@link #WAITERS} one sleeper on it is woken. That is
 * what robust pthread mutexes are made of; we need the mark, not the mutex.
 *
 * <pre>
 *   head    0  8  -> entry          entry  0  8  -> head (the end)
 *           8  8  offset from an entry to its word
 *          16  8  entry being changed: none
 * </pre>
 *
 * <p>This replaces the list that glibc registered for the thread. So the thread must never lock a
 * robust pthread mutex; nothing in a JVM does.
 *
 * <p>To be used by one thread, which the word then speaks for.
 */
public final class RobustList {
  public static final int OWNER_DIED = 0x40000000;
  public static final int WAITERS = 0x80000000;
  public static final int THREAD_ID_MASK = 0x3fffffff;

  private static final long HEAD = 0;
  private static final long WORD_OFFSET = 8;
  private static final long PENDING = 16;
  private static final long HEAD_BYTES = 24;
  private static final long ENTRY = 32;

  // Never freed before the thread ends: the kernel reads it then.
  private final MemorySegment memory = Arena.global().allocate(64, Long.BYTES);

  /**
   * From now on the word at {@code address} is marked if it holds this thread's id when the thread
   * dies. Replaces the word watched before.
   *
   * @throws UnsupportedOperationException if the kernel refuses
   */
  public void watch(long address) {
    long head = memory.address() + HEAD;
    long entry = memory.address() + ENTRY;
    memory.set(JAVA_LONG, ENTRY, head);
    memory.set(JAVA_LONG, WORD_OFFSET, address - entry);
    memory.set(JAVA_LONG, PENDING, 0);
    memory.set(JAVA_LONG, HEAD, entry);
    register(head);
  }

  /** Nothing is marked any more. */
  public void clear() {
    register(0);
  }

  private static void register(long head) {
    long result = Libc.syscall(SystemCall.SET_ROBUST_LIST.number(), head, HEAD_BYTES);
    if (result != 0) {
      throw new UnsupportedOperationException("set_robust_list failed: errno " + -result);
    }
  }
}
