package orchestrate.worker.autopsy;

import java.util.List;

/** Signals as people know them, and why something is killed by one. Belongs to the run's thread. */
public final class SignalNames {
  /** By number, from 1, as Linux has them on x86-64 and aarch64. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private final OutOfMemoryKills kills = OutOfMemoryKills.ofThisProcess();

  public static boolean isKnown(int signal) {
    return signal >= 1 && signal <= NAMES.size();
  }

  public static String name(int signal) {
    return isKnown(signal) ? "SIG" + NAMES.get(signal - 1) : "signal " + signal;
  }

  /** The signal's name, and what it likely means that something was killed by it. */
  public String describe(int signal) {
    String cause =
        switch (signal) {
          case 4, 6, 7, 8, 11 -> "likely native code crashed";
          case 9 -> kills.cause();
          case 13 -> "it wrote into a pipe that nobody reads any more";
          case 24 -> "it used more processor time than ulimit -t allows";
          case 25 -> "it wrote a larger file than ulimit -f allows";
          case 31 -> "it made a system call that is forbidden to it";
          default -> null;
        };
    return cause == null ? name(signal) : name(signal) + " (" + cause + ")";
  }
}
