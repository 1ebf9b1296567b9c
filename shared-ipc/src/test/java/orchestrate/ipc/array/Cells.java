package orchestrate.ipc.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.util.Arrays;
import java.util.stream.IntStream;
import orchestrate.ipc.session.Session;

/**
 * The operations that segments have in common, whatever their elements are: here they are longs.
 */
interface Cells {
  long get(long index);

  void set(long index, long value);

  long getAcquire(long index);

  void setRelease(long index, long value);

  void copyFrom(long[] source, long index);

  long[] copyTo(long index, int count);

  void fill(long value);

  default long getAndAdd(long index, long delta) {
    throw new UnsupportedOperationException();
  }

  default boolean compareAndSet(long index, long expected, long value) {
    throw new UnsupportedOperationException();
  }

  /** What the elements are. */
  enum Kind {
    BYTES {
      @Override
      SharedSegment make(Session session, String name, long length) {
        return session.bytes(name, length);
      }

      @Override
      SharedSegment find(Session session, String name) {
        return session.findBytes(name);
      }

      @Override
      long narrow(long value) {
        return (byte) value;
      }

      @Override
      Cells cells(SharedSegment segment) {
        return new OfBytes((SharedBytes) segment);
      }

      @Override
      long[] inMemory(SharedSegment segment) {
        byte[] elements = segment.segment().toArray(JAVA_BYTE);
        return IntStream.range(0, elements.length).mapToLong(i -> elements[i]).toArray();
      }
    },
    INTS {
      @Override
      SharedSegment make(Session session, String name, long length) {
        return session.ints(name, length);
      }

      @Override
      SharedSegment find(Session session, String name) {
        return session.findInts(name);
      }

      @Override
      long narrow(long value) {
        return (int) value;
      }

      @Override
      Cells cells(SharedSegment segment) {
        return new OfInts((SharedInts) segment);
      }

      @Override
      long[] inMemory(SharedSegment segment) {
        return Arrays.stream(segment.segment().toArray(JAVA_INT)).asLongStream().toArray();
      }
    },
    LONGS {
      @Override
      SharedSegment make(Session session, String name, long length) {
        return session.longs(name, length);
      }

      @Override
      SharedSegment find(Session session, String name) {
        return session.findLongs(name);
      }

      @Override
      long narrow(long value) {
        return value;
      }

      @Override
      Cells cells(SharedSegment segment) {
        return new OfLongs((SharedLongs) segment);
      }

      @Override
      long[] inMemory(SharedSegment segment) {
        return segment.segment().toArray(JAVA_LONG);
      }
    },
    DOUBLES {
      @Override
      SharedSegment make(Session session, String name, long length) {
        return session.doubles(name, length);
      }

      @Override
      SharedSegment find(Session session, String name) {
        return session.findDoubles(name);
      }

      @Override
      long narrow(long value) {
        return (long) (double) value;
      }

      @Override
      Cells cells(SharedSegment segment) {
        return new OfDoubles((SharedDoubles) segment);
      }

      @Override
      long[] inMemory(SharedSegment segment) {
        return Arrays.stream(segment.segment().toArray(JAVA_DOUBLE))
            .mapToLong(element -> (long) element)
            .toArray();
      }
    };

    abstract SharedSegment make(Session session, String name, long length);

    abstract SharedSegment find(Session session, String name);

    /** What is left of a value that was set. */
    abstract long narrow(long value);

    abstract Cells cells(SharedSegment segment);

    /** The elements as they are in memory. */
    abstract long[] inMemory(SharedSegment segment);

    boolean hasAtomics() {
      return this == INTS || this == LONGS;
    }
  }

  /** Of bytes. */
  record OfBytes(SharedBytes bytes) implements Cells {
    @Override
    public long get(long index) {
      return bytes.get(index);
    }

    @Override
    public void set(long index, long value) {
      bytes.set(index, (byte) value);
    }

    @Override
    public long getAcquire(long index) {
      return bytes.getAcquire(index);
    }

    @Override
    public void setRelease(long index, long value) {
      bytes.setRelease(index, (byte) value);
    }

    @Override
    public void copyFrom(long[] source, long index) {
      var array = new byte[source.length];
      for (int i = 0; i < array.length; i++) {
        array[i] = (byte) source[i];
      }
      bytes.copyFrom(array, index);
    }

    @Override
    public long[] copyTo(long index, int count) {
      var array = new byte[count];
      bytes.copyTo(index, array);
      return IntStream.range(0, count).mapToLong(i -> array[i]).toArray();
    }

    @Override
    public void fill(long value) {
      bytes.fill((byte) value);
    }
  }

  /** Of ints. */
  record OfInts(SharedInts ints) implements Cells {
    @Override
    public long get(long index) {
      return ints.get(index);
    }

    @Override
    public void set(long index, long value) {
      ints.set(index, (int) value);
    }

    @Override
    public long getAcquire(long index) {
      return ints.getAcquire(index);
    }

    @Override
    public void setRelease(long index, long value) {
      ints.setRelease(index, (int) value);
    }

    @Override
    public void copyFrom(long[] source, long index) {
      ints.copyFrom(Arrays.stream(source).mapToInt(value -> (int) value).toArray(), index);
    }

    @Override
    public long[] copyTo(long index, int count) {
      var array = new int[count];
      ints.copyTo(index, array);
      return Arrays.stream(array).asLongStream().toArray();
    }

    @Override
    public void fill(long value) {
      ints.fill((int) value);
    }

    @Override
    public long getAndAdd(long index, long delta) {
      return ints.getAndAdd(index, (int) delta);
    }

    @Override
    public boolean compareAndSet(long index, long expected, long value) {
      return ints.compareAndSet(index, (int) expected, (int) value);
    }
  }

  /** Of longs. */
  record OfLongs(SharedLongs longs) implements Cells {
    @Override
    public long get(long index) {
      return longs.get(index);
    }

    @Override
    public void set(long index, long value) {
      longs.set(index, value);
    }

    @Override
    public long getAcquire(long index) {
      return longs.getAcquire(index);
    }

    @Override
    public void setRelease(long index, long value) {
      longs.setRelease(index, value);
    }

    @Override
    public void copyFrom(long[] source, long index) {
      longs.copyFrom(source, index);
    }

    @Override
    public long[] copyTo(long index, int count) {
      var array = new long[count];
      longs.copyTo(index, array);
      return array;
    }

    @Override
    public void fill(long value) {
      longs.fill(value);
    }

    @Override
    public long getAndAdd(long index, long delta) {
      return longs.getAndAdd(index, delta);
    }

    @Override
    public boolean compareAndSet(long index, long expected, long value) {
      return longs.compareAndSet(index, expected, value);
    }
  }

  /** Of doubles. */
  record OfDoubles(SharedDoubles doubles) implements Cells {
    @Override
    public long get(long index) {
      return (long) doubles.get(index);
    }

    @Override
    public void set(long index, long value) {
      doubles.set(index, (double) value);
    }

    @Override
    public long getAcquire(long index) {
      return (long) doubles.getAcquire(index);
    }

    @Override
    public void setRelease(long index, long value) {
      doubles.setRelease(index, (double) value);
    }

    @Override
    public void copyFrom(long[] source, long index) {
      doubles.copyFrom(Arrays.stream(source).asDoubleStream().toArray(), index);
    }

    @Override
    public long[] copyTo(long index, int count) {
      var array = new double[count];
      doubles.copyTo(index, array);
      return Arrays.stream(array).mapToLong(value -> (long) value).toArray();
    }

    @Override
    public void fill(long value) {
      doubles.fill((double) value);
    }
  }
}
