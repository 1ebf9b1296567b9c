package orchestrate.benchmarks.primitives;

import java.io.IOException;

/** A queue between processes, as its benchmark uses it. An end is used by one thread. */
interface ElementQueue extends AutoCloseable {
  /** How many elements every contestant's queue has room for. */
  int CAPACITY = 1024;

  /** Puts an element of {@value #ELEMENT_BYTES} bytes; waits for room. */
  void put(byte[] element) throws InterruptedException;

  /** Takes an element, which is only good until the next is taken; waits for one. */
  byte[] take() throws InterruptedException;

  int ELEMENT_BYTES = 64;

  @Override
  void close() throws IOException;
}
