package orchestrate.pool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/** The thread of a worker that runs the calls, one after the other. */
final class CallThread {
  private final WorkerSetup setup;
  private final WorkerLink link;
  private final Doorbell poolBell;
  private final Values values;
  private final Outgoing reply;
  private final Functions functions;
  private final Lambdas lambdas;
  private final Thread thread;

  /** The call that an interrupt reaches; guarded by this. */
  private long interruptible;

  /**
   * @param end ends the process: a worker without this thread would be waited for for ever
   */
  CallThread(WorkerSetup setup, WorkerLink link, Doorbell poolBell, Values values, Runnable end) {
    this.setup = setup;
    this.link = link;
    this.poolBell = poolBell;
    this.values = values;
    this.functions = new Functions(values);
    this.lambdas = new Lambdas(values);
    var place = Place.of(setup.folder(), Place.writer(setup.number()));
    this.reply = new Outgoing(() -> place);
    this.thread = Thread.ofPlatform().name("calls").daemon().unstarted(() -> runOr(end));
  }

  void start() {
    thread.start();
  }

  /** Interrupts the call if it is still under way. */
  synchronized void interrupt(long call) {
    if (interruptible == call) {
      thread.interrupt();
    }
  }

  /** That it is to be stopped may have been said before it began. */
  private synchronized void allowInterrupt(long call) {
    interruptible = call;
    if (link.toStop() == call) {
      thread.interrupt();
    }
  }

  /** No interrupt that was meant for a call meets what comes after it. */
  private synchronized void forbidInterrupt() {
    interruptible = 0;
    Thread.interrupted();
  }

  private void runOr(Runnable end) {
    try {
      run();
    } catch (Throwable e) {
      try {
        System.err.println(setup.label() + " ends, it can't go on:");
        e.printStackTrace();
      } finally {
        end.run();
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    if (initialize()) {
      link.setUp();
      poolBell.ring();
      var message = new byte[link.calls().maxMessage()];
      while (true) {
        int length = link.calls().poll(message);
        if (length >= 0) {
          answer(message, length);
        } else {
          link.callBell().await(() -> !link.calls().isEmpty(), Deadline.never());
        }
      }
    }
  }

  /** Says whether it went well; else the pool is told, and ends this worker. */
  private boolean initialize() throws IOException, InterruptedException {
    if (setup.initializer().length == 0) {
      return true;
    }
    try {
      ((Runnable) values.deserialize(new ByteArrayInputStream(setup.initializer()))).run();
      return true;
    } catch (Throwable e) {
      Thrown.write(e, reply);
      send(0, 0, Kinds.NOT_INITIALIZED);
      return false;
    }
  }

  private void answer(byte[] message, int length) throws IOException, InterruptedException {
    long call = Incoming.call(message);
    link.begin(call);
    long start = System.nanoTime();
    int kind;
    try {
      kind = run(call, message, length);
    } catch (Throwable e) {
      kind = failed(e);
    }
    send(call, System.nanoTime() - start, kind);
    link.replied();
  }

  private int run(long call, byte[] message, int length) throws Exception {
    reply.reset();
    Incoming in = Incoming.of(message, length, setup.folder());
    try {
      if (in.kind() == Kinds.CHUNK) {
        return runChunk(call, in);
      }
      Object task = in.kind() == Kinds.LAMBDA ? lambdas.next(in) : values.read(in);
      Object result;
      allowInterrupt(call);
      try {
        result = in.kind() == Kinds.TASK ? runTask(task) : call(task);
      } finally {
        forbidInterrupt();
      }
      Values.write(result, reply);
      return Kinds.RESULT;
    } finally {
      in.close(false); // The pool deletes it: it may have to send it once more.
    }
  }

  private static @Nullable Object call(@Nullable Object task) throws Exception {
    if (task instanceof Callable<?> callable) {
      return callable.call();
    }
    ((Runnable) java.util.Objects.requireNonNull(task)).run();
    return null;
  }

  private Object runTask(@Nullable Object sent) throws Exception {
    Session session = Session.ofThisProcess(setup.folder());
    return PoolTaskContext.run(SentTask.received(sent), session);
  }

  private int runChunk(long call, Incoming in) throws Exception {
    RemoteFunction<@Nullable Object, @Nullable Object> function = functions.next(in);
    @Nullable Object[] items = Block.read(in, values);
    @Nullable Object[] results = new Object[items.length];
    int done = 0;
    Throwable thrown = null;
    allowInterrupt(call);
    try {
      for (; done < items.length; done++) {
        results[done] = function.apply(items[done]);
      }
    } catch (Exception e) {
      thrown = e;
    } finally {
      forbidInterrupt();
    }
    reply.putInt(thrown == null ? 0 : 1);
    if (thrown != null) {
      Thrown.write(thrown, reply);
    }
    if (done > 0) {
      Block.write(done == results.length ? results : Arrays.copyOf(results, done), reply);
    }
    return Kinds.RESULTS;
  }

  private int failed(Throwable thrown) throws IOException {
    reply.reset();
    Thrown.write(thrown, reply);
    // It may have struck half-way through anything.
    return thrown instanceof VirtualMachineError ? Kinds.JVM_FAILED : Kinds.THREW;
  }

  private void send(long call, long nanos, int kind) throws IOException, InterruptedException {
    reply.finish(call, nanos, kind);
    if (!link.replies().offer(reply.bytes(), reply.length())) {
      awaitRoom();
    }
    var _ = reply.takeFile();
    if (!link.isWatched()) {
      poolBell.ring();
    }
    reply.reset();
  }

  private void awaitRoom() throws InterruptedException {
    link.setLacksRoom(true);
    poolBell.ring();
    while (!link.replies().offer(reply.bytes(), reply.length())) {
      link.callBell().await(() -> !link.lacksRoom(), Deadline.never());
      link.setLacksRoom(true);
    }
    link.setLacksRoom(false);
  }
}
