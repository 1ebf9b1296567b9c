package orchestrate.coordinator.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import orchestrate.config.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to a collector, on a thread of its own. Who adds them never waits: what finds no room
 * any more is dropped, and counted.
 *
 * <p>{@link #add} and {@link #close} belong to one thread.
 */
public final class SpanSender {
  /** A request that may be taken later is sent again so often, but not when all is over. */
  private static final int MOST_ATTEMPTS = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** Nobody waits longer at the end, however much time a request is given. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(5);

  private final OtlpSettings settings;
  private final SpanEncoding encoding;
  private final SpanQueue queue;
  private final HttpPost post;
  private final Duration patience;
  private final Thread thread;
  private long added;

  /** How many the collector has taken. */
  private volatile long taken;

  /** The first trouble; the rest usually follows from it. */
  private volatile @Nullable String trouble;

  private SpanSender(OtlpSettings settings, SpanEncoding encoding, SpanQueue queue) {
    this.settings = settings;
    this.encoding = encoding;
    this.queue = queue;
    this.post = new HttpPost(settings, encoding.contentType());
    this.patience =
        settings.timeout().compareTo(MOST_PATIENCE) < 0 ? settings.timeout() : MOST_PATIENCE;
    this.thread = Thread.ofPlatform().name("spans").daemon().unstarted(this::run);
  }

  /**
   * Begins; nothing is sent yet.
   *
   * @param resource who sends them
   */
  public static SpanSender begin(OtlpSettings settings, Attributes resource, Scope scope) {
    return begin(settings, resource, scope, new SpanQueue());
  }

  static SpanSender begin(
      OtlpSettings settings, Attributes resource, Scope scope, SpanQueue queue) {
    SpanEncoding encoding =
        switch (settings.protocol()) {
          case PROTOBUF -> new ProtobufEncoding(resource, scope);
          case JSON -> new JsonEncoding(resource, scope);
        };
    var sender = new SpanSender(settings, encoding, queue);
    sender.thread.start();
    return sender;
  }

  /** Has it sent soon. */
  public void add(Span span) {
    added++;
    queue.add(encoding.span(span));
  }

  /**
   * Sends what is left. If that takes long it is left to itself, and ends with the process.
   *
   * @return for a person, what was not taken, and why; empty if all was
   */
  public Optional<String> close() {
    queue.end();
    boolean ended;
    try {
      ended = thread.join(patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the thread of the reports", e);
    }
    long missing = added - taken;
    if (missing == 0) {
      return Optional.empty();
    }
    return Optional.of(
        ("%,d of %,d spans were not taken by %s: %s; see whether a collector listens there, or set"
                + " OTEL_SDK_DISABLED=true")
            .formatted(missing, added, settings.endpoint(), why(ended)));
  }

  private String why(boolean ended) {
    String first = trouble;
    if (first != null) {
      return first;
    }
    return ended
        ? "it takes them more slowly than they came"
        : "it had not taken all %.1f s after the end".formatted(patience.toMillis() / 1e3);
  }

  private void run() {
    try {
      for (List<byte[]> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        deliver(batch);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody knows of this thread", e);
    } catch (RuntimeException | Error e) {
      note(Explanation.of(e));
    }
  }

  private void deliver(List<byte[]> batch) throws InterruptedException {
    byte[] body = encoding.request(batch);
    byte[] sent = settings.gzip() ? gzipped(body) : body;
    Duration pause = FIRST_PAUSE;
    boolean last = false;
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      switch (post.send(sent)) {
        case HttpPost.Answer.Taken(ByteBuffer answer) -> {
          count(batch.size(), answer);
          return;
        }
        case HttpPost.Answer.Refused(String why) -> {
          note(why);
          return;
        }
        case HttpPost.Answer.Later(String why, Duration asked) -> {
          note(why);
          if (last) {
            queue.clear(); // The rest would fare no better, and the run waits.
            return;
          }
          last = !queue.goesOnAfter(asked == null ? pause : asked);
          pause = pause.multipliedBy(2);
        }
      }
    }
  }

  private void count(int sent, ByteBuffer answer) {
    var bytes = new byte[answer.remaining()];
    answer.get(bytes);
    try {
      SpanEncoding.Rejected rejected = encoding.rejected(bytes);
      long refused = Math.clamp(rejected.spans(), 0, sent);
      if (refused > 0) {
        note("it has rejected some: " + rejected.why());
      }
      add(sent - refused);
    } catch (IOException e) {
      add(sent); // It says yes, in words that are not the protocol's.
    }
  }

  /** Only this thread writes it. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void add(long number) {
    taken += number;
  }

  private void note(String why) {
    if (trouble == null) {
      trouble = why;
    }
  }

  private static byte[] gzipped(byte[] body) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
