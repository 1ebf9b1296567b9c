package orchestrate.coordinator.explain;

import java.util.List;
import java.util.Map;
import orchestrate.coordinator.describe.JobChange.FieldChanged;
import org.jspecify.annotations.Nullable;

/**
 * Why a task, or one of its instances, did what it did in a run. What is not known, or does not
 * apply, is null or empty.
 *
 * @param format the number of this format: it grows if something changes its meaning
 * @param runResult how the run has ended: a word
 * @param instance its number, if one was asked for
 * @param item what the instance is for, as far as the journal keeps it: of one that failed
 * @param result how it has ended: a word
 * @param reason why, if that is not its own doing, or how it failed
 * @param cause the task whose failure, or cancelling, is at the root of it, if it is another
 * @param millis how long it ran, all attempts together, and those of all items
 * @param because why it was run although it might have been up to date
 * @param upToDateSince the run that has done what it would do
 * @param restored how many files were put back
 * @param needs what it waited for, and how that has ended
 * @param attempts of a task that runs once, or of one instance
 * @param items of a fan-out as a whole
 * @param damage where the journal can't be read any further, and why: what came later is not told
 */
public record TaskExplanation(
    int format,
    String run,
    String job,
    String runResult,
    String task,
    @Nullable Long instance,
    @Nullable String item,
    String result,
    @Nullable String reason,
    @Nullable Cause cause,
    @Nullable Long millis,
    @Nullable Because because,
    @Nullable String upToDateSince,
    @Nullable Long restored,
    List<Need> needs,
    List<Wait> waits,
    List<Attempt> attempts,
    @Nullable Items items,
    @Nullable Log log,
    @Nullable Before before,
    @Nullable String damage,
    List<String> advice) {

  /** A task that something else follows from. */
  public record Cause(String task, String result, @Nullable String reason) {}

  /**
   * Why it had to be run.
   *
   * @param reasons the first of them, in words that go on "because"
   * @param count how many there are
   * @param since the run in which it had succeeded; null if none is known
   */
  public record Because(List<String> reasons, int count, @Nullable String since) {}

  /**
   * Another task that must be over first.
   *
   * @param afterMillis when it was over, from the beginning of the run; null if it is not
   */
  public record Need(String task, String result, @Nullable Long afterMillis) {}

  /**
   * One attempt.
   *
   * @param afterMillis when it began, from the beginning of the run
   * @param millis how long it ran; null if it has not ended
   * @param outcome how it ended
   * @param again whether it was to be tried again
   * @param pauseMillis after which pause
   * @param notAgain why it was not tried again, although some are
   */
  public record Attempt(
      int number,
      long afterMillis,
      @Nullable Long millis,
      String outcome,
      boolean again,
      @Nullable Long pauseMillis,
      @Nullable String notAgain) {}

  /**
   * The instances of a fan-out.
   *
   * @param count how many there are; null if that was never known
   * @param results how many have ended in which way
   * @param retries how many attempts were tried again
   * @param slowest those that took longest
   * @param failed the first that failed for good
   * @param because why some were run, the first of them
   */
  public record Items(
      @Nullable Long count,
      Map<String, Long> results,
      long retries,
      List<Slow> slowest,
      List<Failed> failed,
      List<Due> because) {}

  /** An instance that took long, all its attempts together. */
  public record Slow(String instance, long millis) {}

  /** An instance that failed. */
  public record Failed(String instance, @Nullable String item, String reason) {}

  /** An instance that was not up to date. */
  public record Due(String instance, Because because) {}

  /** What its last attempt has printed. */
  public record Log(String file, List<String> lastLines) {}

  /**
   * The run of the same job before.
   *
   * @param result how the task has ended in it; null if that is not known
   * @param changes what is another in the job file since, of the task and of the job as a whole
   * @param unknown why that can't be told; null if it can
   */
  public record Before(
      String run, @Nullable String result, List<FieldChanged> changes, @Nullable String unknown) {}
}
