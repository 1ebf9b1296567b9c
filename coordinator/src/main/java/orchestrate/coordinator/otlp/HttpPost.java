package orchestrate.coordinator.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to a collector. It is made by {@link HttpURLConnection}: to load the classes of
 * {@code java.net.http} takes half a second of processor time, which is more than a short run does.
 */
final class HttpPost {
  private static final int MOST_ANSWER_BYTES = 1 << 16;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final OtlpSettings settings;
  private final String contentType;

  HttpPost(OtlpSettings settings, String contentType) {
    this.settings = settings;
    this.contentType = contentType;
  }

  /** How a request has ended. */
  sealed interface Answer {
    /** It was taken, which the body may say more of. */
    record Taken(ByteBuffer body) implements Answer {}

    /** It is of no use to send it again. */
    record Refused(String why) implements Answer {}

    /**
     * It may be taken later.
     *
     * @param pause until then, as the collector wishes; null if it has no wish
     */
    record Later(String why, @Nullable Duration pause) implements Answer {}
  }

  Answer send(byte[] body) {
    try {
      var connection = (HttpURLConnection) settings.endpoint().toURL().openConnection();
      try {
        int millis = Math.toIntExact(settings.timeout().toMillis());
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length); // It is not sent twice by itself.
        settings.headers().forEach(connection::setRequestProperty);
        connection.setRequestProperty("Content-Type", contentType);
        if (settings.gzip()) {
          connection.setRequestProperty("Content-Encoding", "gzip");
        }
        // Seconds may pass until the next one: whoever is idle may be hung up on.
        connection.setRequestProperty("Connection", "close");
        try (var out = connection.getOutputStream()) {
          out.write(body);
        }
        return answer(connection);
      } finally {
        connection.disconnect();
      }
    } catch (SocketTimeoutException e) {
      return new Answer.Later(
          "it did not answer within %.1f s".formatted(settings.timeout().toMillis() / 1e3), null);
    } catch (HttpRetryException e) {
      return new Answer.Refused("its answer was HTTP " + e.responseCode());
    } catch (IOException e) {
      return new Answer.Later(e.getMessage() == null ? e.toString() : e.getMessage(), null);
    }
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    return switch (status) {
      case 200, 202 -> {
        try (InputStream body = connection.getInputStream()) {
          yield new Answer.Taken(ByteBuffer.wrap(body.readNBytes(MOST_ANSWER_BYTES)));
        }
      }
      case 429, 502, 503, 504 ->
          new Answer.Later("its answer was HTTP " + status, pause(connection));
      case -1 -> new Answer.Refused("its answer was not HTTP");
      default -> new Answer.Refused("its answer was HTTP " + status);
    };
  }

  private static @Nullable Duration pause(HttpURLConnection connection) {
    String text = connection.getHeaderField("Retry-After");
    return text != null && text.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Math.min(LONGEST_PAUSE.toSeconds(), Long.parseLong(text)))
        : null;
  }
}
