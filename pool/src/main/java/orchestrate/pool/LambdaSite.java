package orchestrate.pool;

import static java.lang.invoke.MethodType.methodType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A place in the program that makes lambdas, which share a class of their own; and the short form
 * in which they are sent: their shape, with a number by which a worker knows it again, and what
 * this one has captured. {@link Lambdas} reads it.
 *
 * <p>Those of named modules go in Java's form: they can't be asked what they are.
 */
final class LambdaSite {
  /** Numbers are this process's own, which alone sends to its workers. */
  private static final AtomicLong NUMBERS = new AtomicLong();

  private static final ClassValue<LambdaSite> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected LambdaSite computeValue(Class<?> type) {
          return new LambdaSite(writeReplace(type));
        }
      };

  /** Makes a {@link SerializedLambda} of one; null if it is of no use to ask. */
  private final @Nullable MethodHandle writeReplace;

  private final long number = NUMBERS.incrementAndGet();
  private volatile @Nullable Form form;

  /**
   * @param bytes the shape as it is sent
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Form(LambdaShape shape, byte[] bytes) {
    static Form of(Object lambda, SerializedLambda serialized) throws IOException {
      LambdaShape shape = LambdaShape.of(serialized);
      var bytes = new ByteArrayOutputStream();
      shape.write(bytes);
      // By Java's rules: the worker's filter has its say, and the versions of the class are
      // compared.
      Object[] classes = {SerializedLambda.class, capturing(lambda, serialized)};
      Values.serialize(classes, lambda, bytes);
      return new Form(shape, bytes.toByteArray());
    }

    private static Class<?> capturing(Object lambda, SerializedLambda serialized) {
      String name = serialized.getCapturingClass().replace('/', '.');
      try {
        return Class.forName(name, false, lambda.getClass().getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new AssertionError("a lambda's class has the loader of " + name, e);
      }
    }
  }

  private LambdaSite(@Nullable MethodHandle writeReplace) {
    this.writeReplace = writeReplace;
  }

  private static @Nullable MethodHandle writeReplace(Class<?> type) {
    if (!type.isHidden() || !type.isSynthetic() || type.getModule().isNamed()) {
      return null;
    }
    try {
      Method method = type.getDeclaredMethod("writeReplace");
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(methodType(Object.class, Object.class));
    } catch (NoSuchMethodException e) {
      return null; // It is not serialisable.
    } catch (IllegalAccessException e) {
      throw new AssertionError("it was made accessible", e);
    }
  }

  /**
   * Appends the task, if it is a lambda and has the short form; says whether it has.
   *
   * @throws TaskFormatException if what it has captured can't be serialised: says what of it
   */
  static boolean write(Object task, Outgoing out) throws IOException {
    LambdaSite site = BY_CLASS.get(task.getClass());
    return site.writeReplace != null
        && replaced(site.writeReplace, task) instanceof SerializedLambda serialized
        && site.write(task, serialized, out);
  }

  private static Object replaced(MethodHandle writeReplace, Object task) {
    try {
      return (Object) writeReplace.invokeExact(task);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new TaskFormatException(task.getClass().getName() + " can't be serialised", e);
    }
  }

  private boolean write(Object lambda, SerializedLambda serialized, Outgoing out)
      throws IOException {
    Form known = form;
    if (known == null) {
      known = Form.of(lambda, serialized);
      form = known;
    }
    if (!known.shape().equals(LambdaShape.of(serialized))) {
      return false; // Not made by Java: instances of such a class don't differ in shape.
    }
    out.putLong(number);
    out.putInt(known.bytes().length);
    out.write(known.bytes(), 0, known.bytes().length);
    CapturedValues.write(lambda, serialized, out);
    return true;
  }
}
