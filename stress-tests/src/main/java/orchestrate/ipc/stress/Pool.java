package orchestrate.ipc.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.session.ObjectFactory;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Objects in files, as each of two participants sees them. A test makes states by the thousand,
 * many more than there could be files: so objects are used again, when the states that used them
 * are gone. There are more than the states of one stride by far.
 */
public final class Pool<T> {
  private static final int SIZE = 2048;
  private static final AtomicInteger FILES = new AtomicInteger();
  private static final Path FOLDER = makeFolder();
  private static final ParticipantTable TABLE = makeTable();

  /** An object as the participants one and two see it. */
  public record Shared<T>(T one, T two) {}

  private final Shared<T>[] all;
  private final AtomicInteger next = new AtomicInteger();

  /** How the file of an object is made. */
  public interface Maker {
    MappedRegion make(Path file) throws IOException;
  }

  /** Objects of that class. */
  public static <T extends SharedObject> Pool<T> of(Class<T> type, Header header) {
    return new Pool<>(file -> ObjectFactory.make(file, header), header, type::cast);
  }

  /** What {@code use} makes of objects, all mapped. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Pool(Maker maker, Header header, Function<SharedObject, T> use) {
    all = new Shared[SIZE];
    for (int i = 0; i < SIZE; i++) {
      Path file = FOLDER.resolve("x" + FILES.incrementAndGet());
      try {
        T one = use.apply(open(maker.make(file), header, member(1)));
        all[i] = new Shared<>(one, use.apply(open(MappedRegion.open(file), header, member(2))));
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One that no state uses which is still looked at. */
  public Shared<T> next() {
    return all[Math.floorMod(next.getAndIncrement(), SIZE)];
  }

  /** A participant; slots 1 and 2 are as good as any. */
  public static Member member(int slot) {
    return new Member(TABLE, slot, 1);
  }

  private static SharedObject open(MappedRegion region, Header header, Member member) {
    return ObjectFactory.open("x", region, header, member, WaitStrategy.current());
  }

  private static Path makeFolder() {
    try {
      return Files.createTempDirectory(Path.of("/dev/shm"), "orchestrate-stress-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ParticipantTable makeTable() {
    Path file = FOLDER.resolve("control");
    try {
      MappedRegion region =
          MappedRegion.publish(file, ParticipantTable.BYTES, ParticipantTable.HEADER, memory -> {});
      Files.delete(file);
      return new ParticipantTable(region);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
