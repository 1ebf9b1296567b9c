package orchestrate.coordinator.export;

import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes trace events as Chrome has defined them, and Perfetto and others read them. Times are
 * nanoseconds since the run began; in the file they are microseconds. Texts are to be fit to be
 * shown: see {@link orchestrate.config.Printable}.
 */
final class TraceWriter {
  private final JsonGenerator json;
  private final StringBuilder number = new StringBuilder();

  /** What a reader takes for the number of a process or a thread; no two of them have the same. */
  private int lastId;

  TraceWriter(OutputStream out) {
    this.json =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    json.writeStartObject();
  }

  /** Begins the events; before that, what is known of the whole. */
  void begin(String run, String job) {
    json.writeObjectPropertyStart("otherData");
    json.writeStringProperty("run", run);
    json.writeStringProperty("job", job);
    json.writeEndObject();
    json.writeArrayPropertyStart("traceEvents");
  }

  /** A group of tracks. */
  int process(String name) {
    int process = ++lastId;
    named("process_name", process, 0, name);
    return process;
  }

  /** A track of a group. */
  int thread(int process, String name) {
    int thread = ++lastId;
    named("thread_name", process, thread, name);
    return thread;
  }

  private void named(String kind, int process, int thread, String name) {
    start("M", kind, process, thread);
    json.writeObjectPropertyStart("args");
    json.writeStringProperty("name", name);
    json.writeEndObject();
    end();
  }

  /** Something that took its time, on a track. */
  void slice(Place place, String name, Consumer<JsonGenerator> arguments) {
    start("X", name, place.process(), place.thread());
    time("ts", place.start());
    time("dur", place.end() - place.start());
    json.writeObjectPropertyStart("args");
    arguments.accept(json);
    json.writeEndObject();
    end();
  }

  /**
   * Something that took its time beside other things, on a track that the reader finds for it.
   *
   * @param id tells it from others
   */
  void async(int process, String category, long id, String name, long start, long end) {
    async("b", process, category, id, name, start);
    async("e", process, category, id, name, end);
  }

  private void async(String phase, int process, String category, long id, String name, long time) {
    start(phase, name, process, 0);
    json.writeStringProperty("cat", category);
    json.writeStringProperty("id", Long.toString(id));
    time("ts", time);
    end();
  }

  /**
   * From a moment within one slice to the beginning of another.
   *
   * @param to begins no sooner than the first one; but perhaps before that ends
   */
  void arrow(long id, Place from, Place to) {
    // Who ends at that moment is over already, for some readers; and Perfetto, which reads in the
    // order of time, drops an arrow that arrives before it has left.
    long leaving = Math.max(from.start(), Math.min(from.end() - 1000, to.start()));
    arrow("s", id, from, leaving);
    arrow("f", id, to, to.start());
  }

  private void arrow(String phase, long id, Place place, long time) {
    start(phase, "needs", place.process(), place.thread());
    json.writeStringProperty("cat", "needs");
    json.writeStringProperty("id", Long.toString(id));
    if (phase.equals("f")) {
      json.writeStringProperty("bp", "e"); // to the slice that is there, not to the next one
    }
    time("ts", time);
    end();
  }

  /** The value that something has from then on. */
  void counter(int process, String name, long time, long value) {
    start("C", name, process, 0);
    time("ts", time);
    json.writeObjectPropertyStart("args");
    json.writeNumberProperty("count", value);
    json.writeEndObject();
    end();
  }

  /** A remark on the whole. */
  void remark(int process, long time, String text) {
    start("i", text, process, 0);
    json.writeStringProperty("s", "g");
    time("ts", time);
    end();
  }

  private void start(String phase, String name, int process, int thread) {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringProperty("ph", phase);
    json.writeStringProperty("name", name);
    json.writeNumberProperty("pid", process);
    json.writeNumberProperty("tid", thread == 0 ? process : thread);
  }

  private void time(String name, long nanos) {
    number.setLength(0);
    json.writeName(name);
    json.writeNumber(Texts.micros(number, nanos).toString());
  }

  private void end() {
    json.writeEndObject();
  }

  /** Writes what is in memory still. */
  void flush() {
    json.flush();
  }

  /** There are no more events. */
  void finish() {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  /** Where a slice was drawn. */
  record Place(int process, int thread, long start, long end) {}
}
