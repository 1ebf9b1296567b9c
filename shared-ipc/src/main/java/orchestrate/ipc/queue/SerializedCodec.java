package orchestrate.ipc.queue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/** See {@link Codec#serialized}. */
final class SerializedCodec<S extends Serializable> implements Codec<S>, Serializable {
  private static final long serialVersionUID = 1;

  private final Class<S> type;

  SerializedCodec(Class<S> type) {
    this.type = type;
  }

  @Override
  public String name() {
    return "serialized " + type.getName();
  }

  @Override
  public long encode(S element, MemorySegment target, long offset, long limit) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(element);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serialize a " + element.getClass().getName(), e);
    }
    return Codecs.copy(bytes.toByteArray(), target, offset, limit);
  }

  @Override
  public S decode(MemorySegment source, long offset, long length) {
    try (var in = new Objects(Codecs.copy(source, offset, length), type.getClassLoader())) {
      return type.cast(in.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a serialized " + type.getName(), e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "a serialized %s needs class %s, which this process doesn't have"
              .formatted(type.getName(), e.getMessage()),
          e);
    }
  }

  /** Finds classes where the type of the elements was found. */
  private static final class Objects extends ObjectInputStream {
    private final ClassLoader loader;

    Objects(byte[] bytes, ClassLoader loader) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }
  }
}
