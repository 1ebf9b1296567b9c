package orchestrate.ipc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueClosedException;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedEvent;

/** Reads commands from stdin, a line each, and answers each with a line. */
public final class PeerMain {
  private PeerMain() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Session session = join(args[0], folder, args[2]);
    System.out.println("joined");
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(answer(session, line.split(" ")));
    }
  }

  private static Session join(String how, Path folder, String label) throws IOException {
    return switch (how) {
      case "create" -> Session.create(folder, label);
      case "stand" -> Session.openOrCreate(folder, label);
      default -> Session.open(folder, label);
    };
  }

  static String answer(Session session, String[] words) {
    try {
      return run(session, words);
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static String run(Session session, String[] words) throws Exception {
    switch (words[0]) {
      case "make" -> session.semaphore(words[1], Integer.parseInt(words[2]));
      case "acquire" -> session.findSemaphore(words[1]).acquire(Integer.parseInt(words[2]));
      case "release" -> session.findSemaphore(words[1]).release(Integer.parseInt(words[2]));
      case "set" -> session.findEvent(words[1]).set();
      case "wait" -> session.findEvent(words[1]).await();
      case "count-down" -> session.findLatch(words[1]).countDown(Integer.parseInt(words[2]));
      case "await-latch" -> session.findLatch(words[1]).await();
      case "increment" -> session.findCounter(words[1]).increment();
      case "register" -> session.findBarrier(words[1]).register();
      case "arrive" -> {
        return String.valueOf(session.findBarrier(words[1]).await());
      }
      case "arrive-and-act" -> {
        SharedBarrier barrier = session.findBarrier(words[1]);
        barrier.setAction(() -> awaitForever(session.findEvent(words[2])));
        return String.valueOf(barrier.await());
      }
      case "ask" -> {
        return String.valueOf(ask(session, words[1], words[2], words));
      }
      case "fork" -> {
        return String.valueOf(NativeFork.fork());
      }
      case "produce" -> {
        return String.valueOf(produce(queue(session, words[1]), words[2]));
      }
      case "relay" -> relay(queue(session, words[1]), queue(session, words[2]), words[3]);
      case "call" -> {
        return Passed.read(words[1], Passed.Call.class).call();
      }
      case "exit" -> System.exit(0);
      case "close" -> session.close();
      default -> {
        return PeerLocks.run(session, words);
      }
    }
    return "done";
  }

  /** ask KIND.QUESTION NAME ARGUMENT...: what can be answered at once. */
  private static Object ask(Session session, String question, String name, String[] words) {
    return switch (question) {
      case "semaphore.try" -> session.findSemaphore(name).tryAcquire(Integer.parseInt(words[3]));
      case "semaphore.available" -> session.findSemaphore(name).availablePermits();
      case "semaphore.held" -> session.findSemaphore(name).held();
      case "latch.count" -> session.findLatch(name).getCount();
      case "counter.add" -> session.findCounter(name).addAndGet(Long.parseLong(words[3]));
      case "counter.set" ->
          session
              .findCounter(name)
              .compareAndSet(Long.parseLong(words[3]), Long.parseLong(words[4]));
      case "barrier.waiting" -> session.findBarrier(name).getNumberWaiting();
      case "barrier.broken" -> session.findBarrier(name).isBroken();
      case "barrier.reset" -> {
        session.findBarrier(name).reset();
        yield "done";
      }
      default -> throw new IllegalArgumentException(question);
    };
  }

  private static void awaitForever(SharedEvent event) {
    try {
      event.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts us", e);
    }
  }

  private static SharedQueue<String> queue(Session session, String name) {
    return session.findQueue(name, Codec.strings().withPriority(String::length));
  }

  /** produce QUEUE NAME: puts NAME:0, NAME:1, ... until the queue is closed. Returns how many. */
  private static int produce(SharedQueue<String> queue, String name) throws InterruptedException {
    int count = 0;
    try {
      while (true) {
        queue.put(name + ":" + count);
        count++;
      }
    } catch (QueueClosedException e) {
      return count;
    }
  }

  /** relay FROM TO NAME: puts NAME:x for each x that it takes, until the first is closed. */
  private static void relay(SharedQueue<String> from, SharedQueue<String> to, String name)
      throws InterruptedException {
    for (String element : from.untilClosed()) {
      to.put(name + ":" + element);
    }
  }
}
