package orchestrate.pool;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import org.jspecify.annotations.Nullable;

/** Why a value can't be read, in words. */
final class Unreadable {
  private static final String MAKER_OF_LAMBDAS = "$deserializeLambda$";

  private Unreadable() {}

  static TaskFormatException because(ClassNotFoundException e) {
    return new TaskFormatException(
        "class %s, of which an instance was sent, is not on the class path of the process that reads it; ProcessPool.builder().classPath(...) names what workers have"
            .formatted(e.getMessage()),
        e);
  }

  static TaskFormatException because(InvalidClassException e) {
    return new TaskFormatException(
        e.getMessage() != null && e.getMessage().contains("REJECTED")
            ? "what was sent is refused by the filter of the pool: " + e.getMessage()
            : "a class is not the same on both sides: %s; is one of them an old build?"
                .formatted(e.getMessage()),
        e);
  }

  /**
   * A lambda is a method of its class, under a number, and made by another method of that class.
   *
   * @throws IOException the same one, if it is of anything else
   */
  static TaskFormatException because(InvalidObjectException e) throws IOException {
    if (!(e.getCause() instanceof ReflectiveOperationException cause)) {
      throw e;
    }
    return lambda(classOfLambda(cause), e);
  }

  /** A lambda that its class doesn't have here. */
  static TaskFormatException lambda(String capturing, @Nullable Throwable cause) {
    return new TaskFormatException(
        "a lambda that was sent is not in %s as the process that reads it has that class; is one of them an old build?"
            .formatted(capturing),
        cause);
  }

  private static String classOfLambda(ReflectiveOperationException e) {
    Throwable innermost = e.getCause() == null ? e : e.getCause();
    for (StackTraceElement frame : innermost.getStackTrace()) {
      if (frame.getMethodName().equals(MAKER_OF_LAMBDAS)) {
        return frame.getClassName();
      }
    }
    // That there is no such method, with the name of the class before it.
    return String.valueOf(innermost.getMessage()).replaceFirst("\\.\\$deserializeLambda\\$.*", "");
  }
}
