package orchestrate.coordinator.cli.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import orchestrate.config.Explanation;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.Subcommands;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.queue.QueueClosedException;
import orchestrate.ipc.session.InUseException;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync}: the shared objects, for shell scripts. */
@CommandLine.Command(
    name = "sync",
    description = {
      "Lets processes wait for each other, by locks, semaphores, events, barriers, queues.",
      "",
      "They are found by name in a session, a folder in memory. In a task that is the session of"
          + " its run; elsewhere it is yours, which stays until the system restarts. What a"
          + " process holds is free again when it ends, however it ends."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:the barrier is broken, the queue is closed, what is to be removed is in use",
      "2:the command line is wrong, or the object is another than you say",
      "3:this machine, or a fault of orchestrate",
      "124:what was waited for did not come in time (--timeout)",
      "of COMMAND:that of the COMMAND that was run, 128 + n if signal n ended it",
      "125, 126, 127:COMMAND was not run: an error of the kind 2 or 3; it can't be executed; there"
          + " is none"
    })
public final class SyncCommand {
  /** What is done in a session. */
  interface Action {
    int in(Session session)
        throws IOException, InterruptedException, TimeoutException, BrokenBarrierException;
  }

  @CommandLine.Option(
      names = "--session",
      paramLabel = "FOLDER",
      scope = CommandLine.ScopeType.INHERIT,
      description =
          "The session; made if there is none (default: $ORCHESTRATE_SESSION, else your own).")
  private @Nullable Path session;

  /** With those of its subcommands that the arguments name. */
  public static CommandLine commandLine(List<String> arguments) {
    var sync = new CommandLine(new SyncCommand());
    var subcommands = new LinkedHashMap<String, Supplier<CommandLine>>();
    subcommands.put("lock", () -> new CommandLine(new LockCommand()));
    subcommands.put("semaphore", () -> new CommandLine(new SemaphoreCommand()));
    subcommands.put("event", () -> new CommandLine(new EventCommand()));
    subcommands.put("barrier", () -> new CommandLine(new BarrierCommand()));
    subcommands.put("latch", () -> new CommandLine(new LatchCommand()));
    subcommands.put("counter", () -> new CommandLine(new CounterCommand()));
    subcommands.put("queue", () -> new CommandLine(new QueueCommand()));
    subcommands.put("ls", () -> new CommandLine(new LsCommand()));
    subcommands.put("show", () -> new CommandLine(new ShowCommand()));
    subcommands.put("rm", () -> new CommandLine(new RmCommand()));
    Subcommands.add(sync, arguments, subcommands);
    return sync;
  }

  Place place() throws IOException {
    return Place.of(session);
  }

  /** Joins the session, acts, and leaves it. Returns the exit code. */
  int act(String label, Action action) throws InterruptedException {
    return act(label, action, ExitCode.BAD_INPUT, ExitCode.BROKEN);
  }

  /** The same for something that is held while a command runs: its exit code is the command's. */
  int actFor(List<String> command, Action action) throws InterruptedException {
    return act(Label.ofCommand(command), action, ExitCode.NOT_RUN, ExitCode.NOT_RUN);
  }

  private int act(String label, Action action, ExitCode badInput, ExitCode broken)
      throws InterruptedException {
    try (Session joined = place().join(label)) {
      Outer.tell(joined);
      return action.in(joined);
    } catch (TimeoutException e) {
      return fail(ExitCode.TIMED_OUT, e);
    } catch (BrokenBarrierException | QueueClosedException | InUseException e) {
      return fail(ExitCode.NO_MORE, e);
    } catch (LayoutException | NoSuchElementException | IllegalArgumentException e) {
      return fail(badInput, e);
    } catch (Refusal e) {
      return fail(e.exitCode(), e);
    } catch (IOException e) {
      return fail(broken, e);
    }
  }

  private static int fail(ExitCode exitCode, Exception e) {
    String why = e instanceof IOException ? Explanation.of(e) : String.valueOf(e.getMessage());
    System.err.println("orchestrate: " + Printable.text(why));
    return exitCode.code();
  }
}
