package orchestrate.pool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lambdas in the short form of {@link LambdaSite}, as a worker reads them: each shape once, and by
 * Java's rules, so that what these refuse is refused; a lambda is then made by the class that
 * captured, as in Java's form. Not thread-safe.
 */
final class Lambdas {
  /** More would have to be read again. */
  private static final int MOST_SHAPES = 1_000;

  private final Values values;
  private final Map<Long, Maker> makers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Maker> eldest) {
          return size() > MOST_SHAPES;
        }
      };

  /** Makes lambdas of one shape. */
  private record Maker(LambdaShape shape, Class<?> capturing, Method deserialize) {
    Object make(@Nullable Object[] captured) {
      try {
        return deserialize.invoke(null, shape.with(capturing, captured));
      } catch (InvocationTargetException e) {
        throw Unreadable.lambda(capturing.getName(), e.getCause());
      } catch (IllegalAccessException e) {
        throw new AssertionError("it was made accessible", e);
      }
    }
  }

  Lambdas(Values values) {
    this.values = values;
  }

  /**
   * The next one.
   *
   * @throws TaskFormatException if it can't be read here: says which class, and what helps
   */
  Object next(Incoming in) throws IOException {
    long number = in.getLong();
    int length = in.getInt();
    Maker maker = makers.get(number);
    if (maker == null) {
      maker = read(in.getBytes(length));
      makers.put(number, maker);
    } else {
      in.skipNBytes(length);
    }
    return maker.make(CapturedValues.read(in, values));
  }

  private Maker read(byte[] bytes) throws IOException {
    var in = new ByteArrayInputStream(bytes);
    LambdaShape shape = LambdaShape.read(in);
    var classes = (Object[]) values.deserialize(in);
    var capturing = (Class<?>) classes[1];
    try {
      Method method = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      method.setAccessible(true);
      return new Maker(shape, capturing, method);
    } catch (NoSuchMethodException e) {
      throw Unreadable.lambda(capturing.getName(), e);
    }
  }
}
