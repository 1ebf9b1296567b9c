package orchestrate.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Ends the JVM if a thread dies of lack of memory: it may have been one of ours, and the JVM can't
 * be trusted any more. {@code -XX:+ExitOnOutOfMemoryError} would end it also where the task, or the
 * lane for it, catches the error.
 */
final class UncaughtErrors implements Thread.UncaughtExceptionHandler {
  private static final int EXIT_CODE = 3;

  /** Made while there is memory. */
  private static final byte[] MESSAGE = "java.lang.OutOfMemoryError\n".getBytes(UTF_8);

  /** Not that of the attempt: the coordinator looks into the worker's own log. */
  private final FileOutputStream log = new FileOutputStream(FileDescriptor.out);

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      endJvm(thread, thrown);
    }
    print(thread, thrown, System.err);
  }

  /**
   * Runs what a worker is no good without: if it fails, whyever, the JVM ends with it. A lane that
   * died alone would be waited for for ever. Lack of memory may look like anything by then: a class
   * that couldn't be initialised is one that can't be found.
   */
  void runOrEnd(Runnable vital) {
    try {
      vital.run();
    } catch (Throwable e) {
      endJvm(Thread.currentThread(), e);
    }
  }

  private void endJvm(Thread thread, Throwable thrown) {
    try {
      print(thread, thrown, new PrintStream(log, true, UTF_8));
      OwnOutput.end();
    } catch (OutOfMemoryError | LinkageError e) {
      write(MESSAGE);
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /** As Java itself does it. */
  private static void print(Thread thread, Throwable thrown, PrintStream out) {
    out.print("Exception in thread \"" + thread.getName() + "\" ");
    thrown.printStackTrace(out);
  }

  private void write(byte[] message) {
    try {
      log.write(message);
    } catch (IOException e) {
      // The exit code has to do.
    }
  }
}
