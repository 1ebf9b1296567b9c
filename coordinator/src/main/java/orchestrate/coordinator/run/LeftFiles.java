package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.config.Explanation;
import orchestrate.coordinator.files.Artifacts;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.fresh.Begun;
import orchestrate.coordinator.fresh.Inspector;
import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The files that an attempt has left, and what is to be done with them: all of it on a thread that
 * may take its time; what has come of it is read by the run's thread afterwards.
 */
final class LeftFiles {
  private final JobFiles files;
  private final NamedFiles named;
  private Outcome outcome;
  private Artifacts.@Nullable Kept kept;
  private @Nullable String artifactTrouble;
  private @Nullable String memoryTrouble;

  LeftFiles(JobFiles files, NamedFiles named, Outcome outcome) {
    this.files = files;
    this.named = named;
    this.outcome = outcome;
  }

  /** Whether a success did what it promised. */
  void checkOutputs() {
    if (!(outcome instanceof Outcome.Succeeded)) {
      return;
    }
    try {
      for (String output : named.outputs()) {
        if (!files.has(output)) {
          outcome = lacking("output", output);
          return;
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      failUnlessFailed("its `outputs` can't be looked at: " + Explanation.of(e));
    }
  }

  /** Remembers a success, so that it need not be repeated. */
  void remember(Inspector inspector, Begun begun) {
    try {
      if (outcome instanceof Outcome.Succeeded(var values)) {
        inspector.succeeded(begun, values);
      } else if (outcome instanceof Outcome.Failure) {
        inspector.failed(begun);
      }
    } catch (IOException | IllegalArgumentException e) {
      memoryTrouble = Explanation.of(e);
    }
  }

  /**
   * Copies what is for people.
   *
   * @param mayLack whether a success may be without
   */
  void keepArtifacts(Path target, boolean mayLack) {
    try {
      kept = new Artifacts(files, target).keep(named.artifacts());
      if (!kept.lacking().isEmpty()) {
        artifactTrouble = "there is no " + String.join(", nor ", kept.lacking());
        if (outcome instanceof Outcome.Succeeded && !mayLack) {
          outcome = lacking("artifact", kept.lacking().getFirst());
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      artifactTrouble = "can't be copied to %s: %s".formatted(target, Explanation.of(e));
      failUnlessFailed("its artifacts " + artifactTrouble);
    }
  }

  private Outcome lacking(String what, String name) {
    return new Outcome.Failed(
        "it succeeded but did not make its %s %s".formatted(what, files.at(name)));
  }

  private void failUnlessFailed(String reason) {
    if (outcome instanceof Outcome.Succeeded) {
      outcome = new Outcome.Failed("it succeeded, but " + reason);
    }
  }

  /** What counts. */
  Outcome outcome() {
    return outcome;
  }

  /** Null if none were to be copied, or they can't be. */
  Artifacts.@Nullable Kept kept() {
    return kept;
  }

  /** Why artifacts are lacking; null if none are. */
  @Nullable String artifactTrouble() {
    return artifactTrouble;
  }

  /** Why it can't be remembered how it went; null if it is. */
  @Nullable String memoryTrouble() {
    return memoryTrouble;
  }
}
