package orchestrate.coordinator.otlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpSettingsTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  /** With an endpoint, and these names and values in turn. */
  private static @Nullable OtlpSettings with(String... variables) throws OtlpException {
    var environment = new HashMap<>(Map.of(ENDPOINT, "http://collector:4318/"));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return OtlpSettings.of(environment);
  }

  private static OtlpSettings given(String... variables) throws OtlpException {
    return requireNonNull(with(variables));
  }

  @Test
  void nobodyWantsSpansUnlessThereIsAnEndpoint() throws OtlpException {
    assertThat(OtlpSettings.of(Map.of("OTEL_SERVICE_NAME", "x"))).isNull();
    assertThat(OtlpSettings.of(Map.of(ENDPOINT, " "))).isNull();
    assertThat(with("OTEL_SDK_DISABLED", "True")).isNull();
    assertThat(with("OTEL_TRACES_EXPORTER", "none")).isNull();
    assertThat(with("OTEL_TRACES_EXPORTER", "console")).isNull();
    assertThat(with("OTEL_TRACES_EXPORTER", "console , otlp")).isNotNull();
    assertThat(with("OTEL_TRACES_SAMPLER", "always_off")).isNull();
    assertThat(with("OTEL_SDK_DISABLED", "false")).isNotNull();
  }

  @Test
  void theOneForTracesIsTakenAsItIs() throws OtlpException {
    assertThat(given().endpoint()).isEqualTo(URI.create("http://collector:4318/v1/traces"));
    assertThat(given("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://other/in/").endpoint())
        .isEqualTo(URI.create("https://other/in/"));
  }

  @Test
  void hasTheDefaultsOfOpenTelemetry() throws OtlpException {
    OtlpSettings usual = given();
    assertThat(usual.protocol()).isEqualTo(OtlpSettings.Protocol.PROTOBUF);
    assertThat(usual.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(usual.gzip()).isFalse();
    assertThat(usual.headers()).isEmpty();
    assertThat(usual.serviceName()).isNull();
  }

  @Test
  void whatIsSaidOfTracesWins() throws OtlpException {
    OtlpSettings settings =
        given(
            "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json",
            "OTEL_EXPORTER_OTLP_TIMEOUT", "1",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2500",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
            "OTEL_EXPORTER_OTLP_HEADERS", "a=b",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=k%3D1%2C2 , x-team = a+b,");
    assertThat(settings.protocol()).isEqualTo(OtlpSettings.Protocol.JSON);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.gzip()).isTrue();
    assertThat(settings.headers())
        .containsExactly(Map.entry("api-key", "k=1,2"), Map.entry("x-team", "a+b"));
  }

  @Test
  void theServiceMayBeNamedInEitherPlace() throws OtlpException {
    String attributes = "service.name=a%20b,deployment.environment.name=ci";
    OtlpSettings settings = given("OTEL_RESOURCE_ATTRIBUTES", attributes);
    assertThat(settings.serviceName()).isEqualTo("a b");
    assertThat(settings.resource()).containsExactly(Map.entry("deployment.environment.name", "ci"));
    assertThat(
            given("OTEL_RESOURCE_ATTRIBUTES", attributes, "OTEL_SERVICE_NAME", "c").serviceName())
        .isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_EXPORTER_OTLP_PROTOCOL | grpc | is grpc, which is not supported; a collector takes",
        "OTEL_EXPORTER_OTLP_PROTOCOL | http | is `http`, which is no protocol; it may be http/pro",
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT | 10s | is `10s`; it must be a number of milliseconds",
        "OTEL_EXPORTER_OTLP_TIMEOUT | 0 | is `0`; it must be a number of milliseconds from 1 up",
        "OTEL_EXPORTER_OTLP_COMPRESSION | zstd | is `zstd`; it may be gzip or none",
        "OTEL_EXPORTER_OTLP_HEADERS | secret | can't be read; it should be like key=value,other=",
        "OTEL_EXPORTER_OTLP_HEADERS | a=%zz | can't be read; it should be like key=value,other=",
        "OTEL_EXPORTER_OTLP_HEADERS | a=b%0d%0ac: d | has the header `a`, which can't be set so;",
        "OTEL_EXPORTER_OTLP_HEADERS | Host=x | has the header `Host`, which can't be set so; lea",
        "OTEL_RESOURCE_ATTRIBUTES | =x | can't be read; it should be like key=value,other=value",
        "OTEL_EXPORTER_OTLP_ENDPOINT | collector:4318 | is no URL that spans could be sent to; ",
        "OTEL_EXPORTER_OTLP_ENDPOINT | ftp://collector | is no URL that spans could be sent to; ",
        "OTEL_EXPORTER_OTLP_ENDPOINT | http://me:key@collector | is no URL that spans could be",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | http://a b | is no URL that spans could be sent to"
      })
  void whatCanNotBeIsToldWithWhatToDo(String name, String value, String said) {
    assertThatExceptionOfType(OtlpException.class)
        .isThrownBy(() -> with(name, value))
        .withMessageStartingWith(name + " " + said)
        .withMessageNotContaining("key@")
        .withMessageNotContaining("secret");
  }
}
