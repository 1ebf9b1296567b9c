package orchestrate.worker.protocol;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of a trace, as W3C's Trace Context names it. Spans below that of a run have ids that are
 * worked out from it: so a worker tells a process which span is its own, and the coordinator says
 * what it was, without a word between them.
 *
 * @param traceHigh the first half of the trace's id
 * @param traceLow the second half
 * @param span the span's id
 */
public record TraceContext(long traceHigh, long traceLow, long span) {
  /** The variable of the environment that has it. */
  public static final String VARIABLE = "TRACEPARENT";

  /** Later versions may have more behind that, but begin so. */
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-f]{2})-([0-9a-f]{16})([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** An instance that is none: the task as a whole. */
  private static final long WHOLE = -1;

  /** A context that somebody else has given, and whether he keeps the trace. */
  public record Given(TraceContext context, boolean sampled) {}

  /** Reads a {@code traceparent}; empty if it is none. */
  public static Optional<Given> parse(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()
        || match.group(1).equals("ff")
        || (match.group(1).equals("00") && match.group(6) != null)) {
      return Optional.empty();
    }
    var context =
        new TraceContext(
            HexFormat.fromHexDigitsToLong(match.group(2)),
            HexFormat.fromHexDigitsToLong(match.group(3)),
            HexFormat.fromHexDigitsToLong(match.group(4)));
    boolean sampled = (HexFormat.fromHexDigits(match.group(5)) & 1) != 0;
    boolean valid = (context.traceHigh | context.traceLow) != 0 && context.span != 0;
    return valid ? Optional.of(new Given(context, sampled)) : Optional.empty();
  }

  /** The span of a task below this one, which is that of a run. */
  public TraceContext task(int task) {
    return below(task, WHOLE, 0);
  }

  /** The span of an attempt, likewise. */
  public TraceContext attempt(int task, long instance, int attempt) {
    return below(task, instance, attempt);
  }

  private TraceContext below(int task, long instance, int attempt) {
    long id = mixed(mixed(mixed(span + task) + instance) + attempt);
    return new TraceContext(traceHigh, traceLow, id == 0 ? 1 : id);
  }

  /** The last step of SplitMix64: each bit of the number changes half of those of the result. */
  private static long mixed(long number) {
    long bits = number + 0x9e3779b97f4a7c15L;
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }

  /** As a {@code traceparent}, of a trace that is kept. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(traceHigh)
        + hex.toHexDigits(traceLow)
        + "-"
        + hex.toHexDigits(span)
        + "-01";
  }
}
