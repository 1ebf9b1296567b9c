package orchestrate.worker.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.ipc.os.OwnerOnly;

/**
 * Where a durable queue of a job is, and what its job file says of it. All of a run are noted in a
 * file of its session, so that whoever is in the session finds them by name.
 *
 * @param folder of the queue
 * @param capacity how many texts may wait to be taken before others are put
 * @param largest how many bytes a text may have in UTF-8
 */
public record DurablePlace(Path folder, int capacity, int largest) {
  private static final String FILE = "queues.durable";

  /** Notes those of a run, before anybody looks for them. */
  public static void note(Path session, Map<String, DurablePlace> places) throws IOException {
    var writer = new MessageWriter();
    writer.putInt(places.size());
    places.forEach(
        (name, place) ->
            writer
                .putString(name)
                .putString(place.folder.toString())
                .putInt(place.capacity)
                .putInt(place.largest));
    Path file = Files.createFile(session.resolve(FILE), OwnerOnly.FILE);
    try (var out = Files.newOutputStream(file)) {
      out.write(writer.bytes(), 0, writer.length());
    }
  }

  /** Those of a session, by their names; none in one that is no run's. */
  public static Map<String, DurablePlace> in(Path session) throws IOException {
    byte[] noted;
    try {
      noted = Files.readAllBytes(session.resolve(FILE));
    } catch (NoSuchFileException none) {
      return Map.of();
    }
    var reader = new MessageReader(noted);
    var places = new LinkedHashMap<String, DurablePlace>();
    for (int left = reader.getInt(); left > 0; left--) {
      places.put(
          reader.getString(),
          new DurablePlace(Path.of(reader.getString()), reader.getInt(), reader.getInt()));
    }
    return places;
  }
}
