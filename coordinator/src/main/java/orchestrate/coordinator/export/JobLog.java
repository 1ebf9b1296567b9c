package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;

/**
 * A line for each attempt, in the columns of GNU parallel's {@code --joblog}, which it and others
 * read. Where there is no exit code or signal that would say how an attempt ended, it is what
 * parallel writes in such a case.
 */
final class JobLog implements Report {
  private static final String HEAD =
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

  /** How wide parallel makes the seconds of the runtime, without their decimals. */
  private static final int SECONDS_WIDTH = 6;

  private static final int BUFFER_CHARS = 1 << 16;
  private static final Exit GOOD = new Exit(0, 0);

  /** How parallel says that it has ended a job, at its timeout or because of another. */
  private static final Exit STOPPED = new Exit(-1, 15);

  private static final Exit KILLED = new Exit(0, 9);
  private static final Exit FAILED = new Exit(1, 0);

  /** What a shell says if there is no such program. */
  private static final Exit NOT_STARTED = new Exit(127, 0);

  private record Exit(int value, int signal) {}

  private final Plan plan;
  private final OutputStream out;
  private final List<CommandText> commands;

  /** Lines that are not written yet. */
  private final StringBuilder lines = new StringBuilder(HEAD);

  /** By task, the number of its first instance; 0 as long as it has none. */
  private final long[] first;

  private long numbered;

  JobLog(Plan plan, OutputStream out) {
    this.plan = plan;
    this.out = out;
    this.commands = plan.tasks().stream().map(CommandText::new).toList();
    this.first = new long[plan.tasks().size()];
  }

  @Override
  public void taskActivated(RunEvent.TaskActivated event) {
    number(event.task(), event.count());
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) throws IOException {
    if (event.attempt() > 0) {
      write(event);
    }
  }

  /** The instances of a task have numbers that follow each other. */
  private void number(int task, long count) {
    first[task] = numbered + 1;
    numbered += count;
  }

  private void write(RunEvent.AttemptEnded event) throws IOException {
    PlannedTask task = plan.task(event.task());
    if (first[task.number()] == 0) {
      number(task.number(), 1);
    }
    Ran ran = event.ran();
    long ended = ran == null ? TimeUnit.MILLISECONDS.toNanos(event.at()) : ran.endedNanos();
    Exit exit = exit(event.outcome(), ran == null ? 0 : ran.signal());
    lines.append(first[task.number()] + event.instance()).append("\t:\t");
    Texts.seconds(lines, ended - event.nanos()).append('\t');
    runtime(event.nanos());
    lines.append("\t0\t0\t").append(exit.value()).append('\t').append(exit.signal()).append('\t');
    command(task, event);
    lines.append('\n');
    if (lines.length() > BUFFER_CHARS) {
      writeLines();
    }
  }

  private void runtime(long nanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    int digits = 1;
    for (long left = seconds; left >= 10; left /= 10) {
      digits++;
    }
    lines.repeat(' ', Math.max(0, SECONDS_WIDTH - digits));
    Texts.seconds(lines, nanos);
  }

  /** A line feed becomes a NUL, as parallel has it. It is the last column, so it may have tabs. */
  private void command(PlannedTask task, RunEvent.AttemptEnded event) {
    int start = lines.length();
    Ran ran = event.ran();
    if (ran == null || ran.run() == null) {
      lines.append("# ").append(task.instanceName(event.instance()));
    } else {
      lines.append(commands.get(task.number()).of(ran.run()));
    }
    for (int i = lines.indexOf("\n", start); i >= 0; i = lines.indexOf("\n", i)) {
      lines.setCharAt(i, '\0');
    }
  }

  private static Exit exit(Outcome outcome, int signal) {
    return switch (outcome) {
      case Outcome.Succeeded _, Outcome.UpToDate _ -> GOOD;
      case Outcome.Exited(int code, String _) -> new Exit(code == 0 ? 1 : code, 0);
      case Outcome.Crashed _ -> signal == 0 ? KILLED : new Exit(0, signal);
      case Outcome.WorkerLost _ -> KILLED;
      case Outcome.TimedOut _, Outcome.Cancelled _, Outcome.NotReady _ -> STOPPED;
      case Outcome.FailedToStart _ -> NOT_STARTED;
      case Outcome.Failed _, Outcome.OutOfMemory _ -> FAILED;
      case Outcome.PipelineFailed(String _, Outcome.Failure cause) -> exit(cause, signal);
    };
  }

  private void writeLines() throws IOException {
    out.write(lines.toString().getBytes(UTF_8));
    lines.setLength(0);
  }

  @Override
  public void flush() throws IOException {
    writeLines();
    out.flush();
  }

  @Override
  public void finish() throws IOException {
    flush();
  }
}
