package orchestrate.worker;

import static orchestrate.worker.protocol.Finished.BadOutputs;
import static orchestrate.worker.protocol.Finished.BarrierBroken;
import static orchestrate.worker.protocol.Finished.Exited;
import static orchestrate.worker.protocol.Finished.JvmFailed;
import static orchestrate.worker.protocol.Finished.NotStarted;
import static orchestrate.worker.protocol.Finished.Signalled;
import static orchestrate.worker.protocol.Finished.Succeeded;
import static orchestrate.worker.protocol.Finished.Threw;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.protocol.Finished.Ending;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of an attempt's end: texts with secrets masked, and no outputs with secrets in
 * them, for those go on to other tasks, where a masked value would do harm.
 */
final class MaskedEnding {
  private MaskedEnding() {}

  /**
   * @param task whose attempt it was
   */
  static Ending of(Ending ending, TaskDefinition task) {
    Mask mask = KnownSecrets.mask();
    if (mask == null) {
      return ending;
    }
    return switch (ending) {
      case Succeeded(var outputs) -> checked(ending, outputs, task, mask);
      case Threw(String exception) -> new Threw(mask.text(exception));
      case JvmFailed(String error) -> new JvmFailed(mask.text(error));
      case NotStarted(String reason) -> new NotStarted(mask.text(reason));
      case BarrierBroken(String reason) -> new BarrierBroken(mask.text(reason));
      case BadOutputs(String reason) -> new BadOutputs(mask.text(reason));
      case Exited _, Signalled _ -> ending;
    };
  }

  private static Ending checked(
      Ending ending, Map<String, String> outputs, TaskDefinition task, Mask mask) {
    try {
      check(outputs, task, mask);
      return ending;
    } catch (IOException e) {
      return new BadOutputs(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks the outputs of a task that has secrets.
   *
   * @throws IOException if one of them has a secret in it, in whatever form; the message says which
   */
  static void check(Map<String, String> outputs, TaskDefinition task) throws IOException {
    Mask mask = KnownSecrets.mask();
    if (mask != null) {
      check(outputs, task, mask);
    }
  }

  /** The name of a secret that is in one of these, if the task has any; null if none is. */
  static @Nullable String secretIn(List<List<String>> values, TaskDefinition task) {
    Mask mask = KnownSecrets.mask();
    if (mask == null || task.secrets().isEmpty()) {
      return null;
    }
    return values.stream()
        .flatMap(List::stream)
        .map(mask::secretIn)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static void check(Map<String, String> outputs, TaskDefinition task, Mask mask)
      throws IOException {
    if (task.secrets().isEmpty()) {
      return;
    }
    for (var output : outputs.entrySet()) {
      String secret = mask.secretIn(output.getKey() + "=" + output.getValue());
      if (secret != null) {
        throw new IOException(
            "the output `%s` has the secret `%s` in it, and outputs are written down; a task that"
                    .formatted(mask.text(output.getKey()), secret)
                + " needs the secret names it under `secrets`");
      }
    }
  }
}
