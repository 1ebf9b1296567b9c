package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * The results as JUnit's XML: the tasks that run once are the cases of one suite, each fan-out is a
 * suite of its own, and its instances are the cases.
 *
 * <p>Cases are written to a file beside as they end, and put in order at last. Of a fan-out that is
 * too large for a list the failures are listed, up to a bound, and the rest is counted.
 */
final class JUnitReport implements Report {
  /** In all fan-outs together. */
  private static final long MOST_LISTED = 10 * FanOutCases.MOST_LISTED;

  /** An instance that is told of when its last attempt has ended. */
  private record Instance(int task, long number) {}

  private final Plan plan;
  private final ReportFile file;
  private final TestCases cases;
  private final CaseXml xml;
  private final CaseSpool spool;
  private final TestSuite tasks;

  /** By task; null for one that runs once. */
  private final List<@Nullable TestSuite> fanOuts = new ArrayList<>();

  private final Map<Integer, FanOutCases> listed = new HashMap<>();

  /** Tasks that run once and have their case. */
  private final Set<Integer> told = new HashSet<>();

  private final Map<Instance, EarlierAttempts> retried = new HashMap<>();

  /** How many successes of further fan-outs may be listed. */
  private long room = MOST_LISTED;

  private long startedAt;
  private long endedAt;

  JUnitReport(Plan plan, RunFiles files, ReportFile file) throws IOException {
    this.plan = plan;
    this.file = file;
    this.cases = new TestCases(plan.job(), files);
    this.spool = new CaseSpool(file.scratch());
    this.tasks = new TestSuite(cases.jobName());
    plan.tasks()
        .forEach(task -> fanOuts.add(task.isFanOut() ? new TestSuite(cases.group(task)) : null));
    try {
      this.xml = new CaseXml(XMLOutputFactory.newDefaultFactory());
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  private TestSuite suite(PlannedTask task) {
    return task.isFanOut() ? requireNonNull(fanOuts.get(task.number())) : tasks;
  }

  @Override
  public void time(long millis) {
    endedAt = millis;
  }

  @Override
  public void runStarted(RunEvent.RunStarted event) {
    startedAt = event.at();
  }

  @Override
  public void taskActivated(RunEvent.TaskActivated event) {
    if (plan.task(event.task()).isFanOut()) {
      listed.put(event.task(), new FanOutCases(event.count(), room));
      room = Math.max(0, room - event.count());
    }
  }

  @Override
  public void attemptStarted(RunEvent.AttemptStarted event) {
    suite(plan.task(event.task())).started(event.at());
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) throws IOException {
    ended(plan.task(event.task()), event);
  }

  @Override
  public void taskEnded(RunEvent.TaskEnded event) throws IOException {
    ended(plan.task(event.task()), event.status());
  }

  private void ended(PlannedTask task, RunEvent.AttemptEnded event) throws IOException {
    suite(task).took(event.nanos());
    var instance = new Instance(task.number(), event.instance());
    if (event.again() && event.outcome() instanceof Outcome.Cancelled) {
      return; // It was lost with its run, which goes on now.
    }
    if (event.again() && event.outcome() instanceof Outcome.Failure) {
      retried.computeIfAbsent(instance, i -> new EarlierAttempts()).add(event);
      return;
    }
    EarlierAttempts earlier =
        retried.isEmpty()
            ? EarlierAttempts.NONE
            : requireNonNull(retried.getOrDefault(instance, EarlierAttempts.NONE));
    retried.remove(instance);
    Verdict verdict = Verdict.of(event.outcome());
    if (task.spec().failurePolicy().allowFailure()) {
      verdict = verdict.allowed();
    }
    FanOutCases fanOut = event.instance() == PlannedTask.WHOLE ? null : listed.get(task.number());
    if (fanOut == null) {
      told.add(task.number());
    }
    if (fanOut == null || fanOut.lists(verdict)) {
      add(task, cases.of(task, event, verdict, earlier));
    }
  }

  private void ended(PlannedTask task, TaskStatus status) throws IOException {
    retried.keySet().removeIf(instance -> instance.task() == task.number());
    FanOutCases ended = listed.remove(task.number());
    if (ended != null) {
      for (TestCase rest : cases.unlisted(task, ended, status)) {
        add(task, rest);
      }
    } else if (told.add(task.number())) {
      add(task, cases.notRun(task, status));
    }
  }

  private void add(PlannedTask task, TestCase test) throws IOException {
    try {
      long start = spool.position();
      spool.add(xml.of(test));
      suite(task).add(test.verdict(), start, spool.position());
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  private static IOException failed(XMLStreamException e) {
    return e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
  }

  @Override
  public void flush() {
    // Nobody can read it before its end.
  }

  @Override
  public void finish() throws IOException {
    List<TestSuite> suites = new ArrayList<>();
    suites.add(tasks);
    fanOuts.stream().filter(suite -> suite != null).forEach(suites::add);
    try (spool) {
      SuitesXml.write(
          cases.jobName(), cases.jobFile(), endedAt - startedAt, suites, spool, file.stream());
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }
}
