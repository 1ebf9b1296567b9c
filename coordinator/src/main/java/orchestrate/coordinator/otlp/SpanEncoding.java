package orchestrate.coordinator.otlp;

import java.io.IOException;
import java.util.List;

/**
 * How spans are written. Each is written by itself when it ends, so that one that waits is no more
 * than its bytes.
 */
interface SpanEncoding {
  String contentType();

  byte[] span(Span span);

  /** The body of a request with these spans. */
  byte[] request(List<byte[]> spans);

  /** What a collector did not take of a request that it answered as good. */
  record Rejected(long spans, String why) {
    static final Rejected NONE = new Rejected(0, "");
  }

  /**
   * Reads the answer to a request.
   *
   * @throws IOException if it can't be understood
   */
  Rejected rejected(byte[] answer) throws IOException;
}
