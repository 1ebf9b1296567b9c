package orchestrate.coordinator.otlp;

/** What has made the spans. */
public record Scope(String name, String version) {}
