/** OpenTelemetry's protocol: spans, sent to a collector over HTTP. It knows nothing of runs. */
@NullMarked
package orchestrate.coordinator.otlp;

import org.jspecify.annotations.NullMarked;
