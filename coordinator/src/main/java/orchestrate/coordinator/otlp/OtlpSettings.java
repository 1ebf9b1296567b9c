package orchestrate.coordinator.otlp;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go, and how: what the environment says in the variables that OpenTelemetry has for
 * that. An empty one is as good as none.
 *
 * @param headers of each request
 * @param timeout of each request
 * @param resource what the user says of who sends them
 * @param serviceName what the user calls it; null if he doesn't
 */
public record OtlpSettings(
    URI endpoint,
    Protocol protocol,
    boolean gzip,
    Map<String, String> headers,
    Duration timeout,
    Map<String, String> resource,
    @Nullable String serviceName) {
  /** How requests are written. */
  public enum Protocol {
    PROTOBUF,
    JSON
  }

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";

  /** Headers that the client sets itself, or that a server would misunderstand. */
  private static final Set<String> NOT_TO_BE_SET =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "upgrade");

  private static final String USUAL_MILLIS = "10000";
  private static final int MOST_MILLIS = 600_000;

  /** It has values in it that are nobody's business. */
  @Override
  public String toString() {
    return "OTLP to " + endpoint;
  }

  /**
   * Reads them.
   *
   * @return null if nobody wants spans
   * @throws OtlpException if somebody does, but not as we can
   */
  public static @Nullable OtlpSettings of(Map<String, String> environment) throws OtlpException {
    String own = value(environment, TRACES_ENDPOINT);
    String base = value(environment, ENDPOINT);
    if (own == null && base == null) {
      return null;
    }
    String exporters = requireNonNullElse(value(environment, "OTEL_TRACES_EXPORTER"), "otlp");
    boolean disabled =
        "true".equalsIgnoreCase(value(environment, "OTEL_SDK_DISABLED"))
            || "always_off".equals(value(environment, "OTEL_TRACES_SAMPLER"));
    if (disabled || !List.of(exporters.split("\\s*,\\s*")).contains("otlp")) {
      return null;
    }
    Map<String, String> resource = new LinkedHashMap<>(pairs(environment, RESOURCE));
    String serviceName = value(environment, "OTEL_SERVICE_NAME");
    String inResource = resource.remove("service.name");
    return new OtlpSettings(
        own != null
            ? uri(TRACES_ENDPOINT, own, "")
            : uri(ENDPOINT, requireNonNull(base), "/v1/traces"),
        protocol(environment),
        gzip(environment),
        headers(environment),
        timeout(environment),
        resource,
        serviceName != null ? serviceName : inResource);
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private record Setting(String name, String value) {}

  /**
   * Of two variables the one for traces alone, if it is there.
   *
   * @param usual what it is if none is there
   */
  private static Setting setting(Map<String, String> environment, String ending, String usual) {
    String own = "OTEL_EXPORTER_OTLP_TRACES_" + ending;
    String ofAll = "OTEL_EXPORTER_OTLP_" + ending;
    String value = value(environment, own);
    return value != null
        ? new Setting(own, value)
        : new Setting(ofAll, requireNonNullElse(value(environment, ofAll), usual));
  }

  private static URI uri(String name, String text, String path) throws OtlpException {
    try {
      URI uri = new URI(path.isEmpty() ? text : text.replaceFirst("/+$", "") + path);
      boolean http =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // It is no URL, which is what is said below.
    }
    throw new OtlpException(
        ("%s is no URL that spans could be sent to; it should be like http://localhost:4318, and"
                + " what opens doors belongs into OTEL_EXPORTER_OTLP_HEADERS")
            .formatted(name));
  }

  private static Protocol protocol(Map<String, String> environment) throws OtlpException {
    Setting setting = setting(environment, "PROTOCOL", "http/protobuf");
    return switch (setting.value()) {
      case "http/protobuf" -> Protocol.PROTOBUF;
      case "http/json" -> Protocol.JSON;
      case "grpc" ->
          throw new OtlpException(
              ("%s is grpc, which is not supported; a collector takes http/protobuf, too, usually at"
                      + " port 4318 instead of 4317: set"
                      + " OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf and"
                      + " OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://HOST:4318/v1/traces")
                  .formatted(setting.name()));
      case String other ->
          throw new OtlpException(
              "%s is `%s`, which is no protocol; it may be http/protobuf or http/json"
                  .formatted(setting.name(), other));
    };
  }

  private static boolean gzip(Map<String, String> environment) throws OtlpException {
    Setting setting = setting(environment, "COMPRESSION", "none");
    return switch (setting.value()) {
      case "none" -> false;
      case "gzip" -> true;
      case String other ->
          throw new OtlpException(
              "%s is `%s`; it may be gzip or none".formatted(setting.name(), other));
    };
  }

  private static Duration timeout(Map<String, String> environment) throws OtlpException {
    Setting setting = setting(environment, "TIMEOUT", USUAL_MILLIS);
    if (setting.value().matches("[0-9]{1,9}") && Integer.parseInt(setting.value()) > 0) {
      return Duration.ofMillis(Math.min(MOST_MILLIS, Integer.parseInt(setting.value())));
    }
    throw new OtlpException(
        "%s is `%s`; it must be a number of milliseconds from 1 up"
            .formatted(setting.name(), setting.value()));
  }

  private static Map<String, String> headers(Map<String, String> environment) throws OtlpException {
    Setting setting = setting(environment, "HEADERS", "");
    Map<String, String> headers = pairs(environment, setting.name());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (NOT_TO_BE_SET.contains(name)
          || !name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")
          || header.getValue().chars().anyMatch(c -> (c < ' ' && c != '\t') || c > '~')) {
        throw new OtlpException(
            ("%s has the header `%s`, which can't be set so; leave it out, or give its value in"
                    + " plain ASCII")
                .formatted(setting.name(), header.getKey()));
      }
    }
    return headers;
  }

  /** Of a variable like {@code key1=value1,key2=value2}; a {@code %2C} in it is a comma. */
  private static Map<String, String> pairs(Map<String, String> environment, String name)
      throws OtlpException {
    var pairs = new LinkedHashMap<String, String>();
    String text = value(environment, name);
    if (text == null) {
      return pairs;
    }
    for (String pair : text.split(",", -1)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (key.isEmpty()) {
        throw malformed(name); // Without what it has: there may be keys of doors in it.
      }
      pairs.put(key, decoded(name, pair.substring(equals + 1).strip()));
    }
    return pairs;
  }

  private static String decoded(String name, String value) throws OtlpException {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed(name);
    }
  }

  private static OtlpException malformed(String name) {
    return new OtlpException(
        ("%s can't be read; it should be like key=value,other=value, with %%2C for a comma in a"
                + " value")
            .formatted(name));
  }
}
