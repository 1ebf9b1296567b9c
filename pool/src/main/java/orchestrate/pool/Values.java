package orchestrate.pool;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * How objects become bytes and objects again. What is common and simple has a short form of its
 * own; all else is serialised by Java's rules, and is the last that its message has.
 *
 * @param loader where classes are looked for
 * @param filter which of them may be read
 */
record Values(ClassLoader loader, ObjectInputFilter filter) {
  private static final int NULL = 0;
  private static final int INTEGER = 1;
  private static final int LONG = 2;
  private static final int DOUBLE = 3;
  private static final int BOOLEAN = 4;
  private static final int STRING = 5;
  private static final int BYTES = 6;
  private static final int INTS = 7;
  private static final int LONGS = 8;
  private static final int DOUBLES = 9;
  private static final int SERIALIZED = 10;

  /**
   * Appends it.
   *
   * @throws TaskFormatException if it can't be serialised: says what of it
   */
  static void write(@Nullable Object value, Outgoing out) throws IOException {
    switch (value) {
      case null -> out.write(NULL);
      case Integer i -> {
        out.write(INTEGER);
        out.putInt(i);
      }
      case Long l -> {
        out.write(LONG);
        out.putLong(l);
      }
      case Double d -> {
        out.write(DOUBLE);
        out.putDouble(d);
      }
      case Boolean b -> {
        out.write(BOOLEAN);
        out.write(b ? 1 : 0);
      }
      case String s -> {
        out.write(STRING);
        out.putString(s);
      }
      case byte[] array -> write(BYTES, array.length, MemorySegment.ofArray(array), out);
      case int[] array -> write(INTS, array.length, MemorySegment.ofArray(array), out);
      case long[] array -> write(LONGS, array.length, MemorySegment.ofArray(array), out);
      case double[] array -> write(DOUBLES, array.length, MemorySegment.ofArray(array), out);
      default -> {
        out.write(SERIALIZED);
        serialize(value, out);
      }
    }
  }

  private static void write(int tag, int length, MemorySegment elements, Outgoing out)
      throws IOException {
    out.write(tag);
    out.putInt(length);
    out.write(elements);
  }

  /** Whether it is immutable and has a short form. */
  static boolean isPlain(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Integer _, Long _, Double _, Boolean _, String _ -> true;
      default -> false;
    };
  }

  /** Appends it in Java's form. It is the last of its message. */
  static void serialize(Object value, Outgoing out) throws IOException {
    serialize(value, value, out);
  }

  /**
   * The same.
   *
   * @param whole what the user knows it as a part of
   */
  static void serialize(Object value, Object whole, OutputStream out) throws IOException {
    try (var stream = new ObjectOutputStream(out)) {
      stream.writeObject(value);
    } catch (NotSerializableException e) {
      throw new TaskFormatException(
          "%s can't be sent to another process: %s is not java.io.Serializable; make it so, or capture only the fields that are needed"
              .formatted(describe(whole), e.getMessage()),
          e);
    } catch (StackOverflowError e) {
      throw new TaskFormatException(
          "%s can't be sent to another process: its references are nested too deeply"
              .formatted(describe(whole)),
          e);
    }
  }

  private static String describe(Object value) {
    Class<?> type = value.getClass();
    return type.isHidden() // a lambda
        ? "a lambda of " + type.getName().replaceFirst("\\$\\$Lambda.*", "")
        : "a value of class " + type.getName();
  }

  /**
   * The next value.
   *
   * @throws TaskFormatException if it can't be read here: says which class, and what helps
   */
  @Nullable Object read(Incoming in) throws IOException {
    int tag = in.read();
    return switch (tag) {
      case NULL -> null;
      case INTEGER -> in.getInt();
      case LONG -> in.getLong();
      case DOUBLE -> in.getDouble();
      case BOOLEAN -> in.read() == 1;
      case STRING -> in.getString();
      case BYTES -> in.getBytes(in.getInt());
      case INTS -> {
        int[] array = new int[in.getInt()];
        in.read(MemorySegment.ofArray(array));
        yield array;
      }
      case LONGS -> {
        long[] array = new long[in.getInt()];
        in.read(MemorySegment.ofArray(array));
        yield array;
      }
      case DOUBLES -> {
        double[] array = new double[in.getInt()];
        in.read(MemorySegment.ofArray(array));
        yield array;
      }
      case SERIALIZED -> deserialize(in);
      default -> throw new IllegalStateException("a value of the unknown kind " + tag);
    };
  }

  /** What {@link #serialize} wrote. */
  Object deserialize(java.io.InputStream in) throws IOException {
    try (var stream = new Objects(in)) {
      return stream.readObject();
    } catch (ClassNotFoundException e) {
      throw Unreadable.because(e);
    } catch (InvalidClassException e) {
      throw Unreadable.because(e);
    } catch (InvalidObjectException e) {
      throw Unreadable.because(e);
    }
  }

  private final class Objects extends ObjectInputStream {
    Objects(java.io.InputStream in) throws IOException {
      super(in);
      setObjectInputFilter(filter);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // of a primitive type, which has no loader
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names)
        throws IOException, ClassNotFoundException {
      Class<?>[] interfaces = new Class<?>[names.length];
      for (int i = 0; i < names.length; i++) {
        interfaces[i] = Class.forName(names[i], false, loader);
      }
      return Proxy.newProxyInstance(loader, interfaces, (_, _, _) -> null).getClass();
    }
  }
}
