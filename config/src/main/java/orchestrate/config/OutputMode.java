package orchestrate.config;

import java.util.Locale;

/** How what a task prints is shown while the run goes on. All of it is in its log in any case. */
public enum OutputMode {
  /** Not at all; of a failure the last lines. */
  NONE,
  /** The last lines of each attempt, when it has succeeded. */
  GROUP,
  /** Each line as soon as it is there, after the name of the task. */
  PREFIX,
  /** Each line as soon as it is there. */
  STREAM,
  /** All that an instance has printed, when it and all before it have ended. */
  KEEP_ORDER;

  /** What it is called in a job file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
