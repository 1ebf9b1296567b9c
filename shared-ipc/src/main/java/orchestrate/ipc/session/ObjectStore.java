package orchestrate.ipc.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The object files in a session's folder, and those that this process has mapped. Thread-safe.
 *
 * <p>Objects that the program asked for are kept apart from those opened only to recover them: the
 * first are what this process may hold something of.
 */
final class ObjectStore {
  private static final long PAUSE_NANOS = 1_000_000;

  private final Path folder;
  private final Member member;
  private final Map<String, SharedObject> used = new TreeMap<>();
  private final Map<String, SharedObject> others = new TreeMap<>();
  private boolean closed;

  ObjectStore(Path folder, Member member) {
    this.folder = folder;
    this.member = member;
  }

  /** Makes the file of an object that isn't there yet. */
  interface Maker {
    MappedRegion make(Path file, Header header) throws IOException;
  }

  /** The object of that name, made if there is none. */
  SharedObject openOrCreate(String name, Header header) {
    return openOrCreate(name, header, ObjectFactory::make);
  }

  /** The object of that name, made so if there is none. */
  SharedObject openOrCreate(String name, Header header, Maker maker) {
    Path path = folder.resolve(ObjectName.toFileName(name));
    return get(name, region -> checkSame(region, header), () -> map(path, header, maker));
  }

  /** The object of that name, which must exist. */
  SharedObject find(String name, ObjectKind kind) {
    return get(name, region -> checkKind(region, kind), () -> mapExisting(name, kind.toString()));
  }

  /** The object of that name, which must exist and have been made so. */
  SharedObject find(String name, Header header) {
    return get(
        name,
        region -> checkSame(region, header),
        () -> mapExisting(name, header.kind().toString()));
  }

  private SharedObject get(String name, Consumer<MappedRegion> check, Supplier<MappedRegion> map) {
    var removal = new Removal(member);
    while (true) {
      SharedObject object = getUnlessRemoved(name, check, map, removal);
      if (object != null) {
        return object;
      }
      LockSupport.parkNanos(this, PAUSE_NANOS); // others may recover meanwhile
    }
  }

  /** Null while somebody is removing it. */
  private synchronized @Nullable SharedObject getUnlessRemoved(
      String name, Consumer<MappedRegion> check, Supplier<MappedRegion> map, Removal removal) {
    checkOpen(name);
    String file = ObjectName.toFileName(name);
    dropIfRemoved(file);
    SharedObject known = known(file);
    if (known != null) {
      check.accept(known.region());
      return use(file, known);
    }
    MappedRegion region = map.get();
    Header header =
        closingOnError(
            region,
            () -> {
              check.accept(region);
              return Header.require(region);
            });
    if (!removal.mayUse(region)) {
      region.close();
      return null;
    }
    return use(file, open(name, region, header));
  }

  /**
   * Removes the object of that name.
   *
   * @throws NoSuchElementException if there is none
   * @throws InUseException if somebody uses it
   */
  synchronized void remove(String name) throws IOException {
    checkOpen(name);
    String file = ObjectName.toFileName(name);
    SharedObject known = others.remove(file);
    if (known != null) {
      known.close();
    }
    var removal = new Removal(member);
    boolean removed = remove(name, removal);
    if (!removed) {
      removed = remove(name, removal); // goes on where another one has died over it
    }
    if (!removed) {
      throw new InUseException("'%s' is being removed by another process".formatted(name));
    }
  }

  private boolean remove(String name, Removal removal) throws IOException {
    try (MappedRegion region = mapExisting(name, "object")) {
      Header header = Header.require(region);
      if (!ObjectFactory.isObject(header)) {
        throw new LayoutException(region.path() + " is no object, but a " + header.kind());
      }
      if (!removal.mayUse(region) || !removal.begin(region)) {
        return false;
      }
      boolean removed = false;
      try {
        List<Participant> users = removal.users(region);
        if (!users.isEmpty()) {
          throw new InUseException(inUse(open(name, region, header), users));
        }
        Files.delete(region.path());
        removed = true;
      } finally {
        if (!removed) {
          removal.giveUp(region);
        }
      }
      return true;
    }
  }

  private static String inUse(SharedObject object, List<Participant> users) {
    Map<Participant, Integer> holders = object.holders();
    List<Waiter> waiting = object.waiting();
    List<String> reasons = new ArrayList<>();
    holders.forEach((who, count) -> reasons.add(who.describe() + " holds " + count));
    waiting.forEach(waiter -> reasons.add(waiter.participant().describe() + " waits for it"));
    users.stream()
        .filter(who -> !holders.containsKey(who))
        .filter(who -> waiting.stream().noneMatch(waiter -> waiter.participant().equals(who)))
        .forEach(who -> reasons.add(who.describe() + " has it open"));
    return "%s '%s' is in use and was not removed: %s"
        .formatted(object.kind(), object.name(), String.join("; ", reasons));
  }

  /** All objects that there are now, by name. */
  synchronized List<SharedObject> objects() {
    if (closed) {
      throw new IllegalStateException("the session " + folder + " was closed");
    }
    openOthers();
    List<SharedObject> all = all();
    all.sort(Comparator.comparing(SharedObject::name));
    return List.copyOf(all);
  }

  /**
   * Gives back what a dead participant holds of any object in the session. Somebody waits for that,
   * and most processes see their first death here: nothing on this way takes long the first time,
   * as lambdas and streams do.
   */
  synchronized void recover(int slot, int generation) {
    if (closed) {
      return;
    }
    // First what we have mapped: we may be waiting for it, and to look for more takes a while.
    recover(all(), slot, generation);
    recover(openOthers(), slot, generation);
  }

  private static void recover(List<SharedObject> objects, int slot, int generation) {
    for (SharedObject object : objects) {
      object.recover(slot, generation);
    }
    for (SharedObject object : objects) {
      object.wakeAll();
    }
  }

  /**
   * Gives back what this process holds, and unmaps everything.
   *
   * <p>Unmapping comes first: it makes sure that no thread of ours is in the middle of an operation
   * and takes something after that.
   */
  synchronized void leave() {
    closed = true;
    for (SharedObject object : used.values()) {
      object.recover(member.slot(), member.generation());
      object.wakeAll();
      object.close();
      reopen(object.region().path(), object.name()).ifPresent(this::leave);
    }
    others.values().forEach(SharedObject::close);
  }

  private void leave(SharedObject object) {
    try (object) {
      object.recover(member.slot(), member.generation());
      object.wakeAll();
    }
  }

  private List<SharedObject> all() {
    List<SharedObject> all = new ArrayList<>(used.values());
    all.addAll(others.values());
    return all;
  }

  private @Nullable SharedObject known(String file) {
    SharedObject object = used.get(file);
    return object != null ? object : others.get(file);
  }

  /** What we have mapped only to recover it, and another file may have the name by now. */
  private void dropIfRemoved(String file) {
    SharedObject object = others.get(file);
    if (object != null && Removal.isMarked(object.region())) {
      others.remove(file);
      object.close();
    }
  }

  private SharedObject use(String file, SharedObject object) {
    others.remove(file);
    used.put(file, object);
    return object;
  }

  private static MappedRegion map(Path path, Header header, Maker maker) {
    try {
      if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
        try {
          return maker.make(path, header);
        } catch (FileAlreadyExistsException madeMeanwhile) {
          // Then it is opened like any other.
        }
      }
      return MappedRegion.open(path);
    } catch (NoSuchFileException removedMeanwhile) {
      return map(path, header, maker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MappedRegion mapExisting(String name, String kind) {
    try {
      return MappedRegion.open(folder.resolve(ObjectName.toFileName(name)));
    } catch (NoSuchFileException e) {
      throw new NoSuchElementException(
          "no %s '%s' in session %s; there are: %s".formatted(kind, name, folder, names()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkSame(MappedRegion region, Header asked) {
    Header found = Header.require(region);
    if (!found.equals(asked)) {
      throw new LayoutException(
          "%s: found %s, asked for %s"
              .formatted(
                  region.path(), ObjectFactory.describe(found), ObjectFactory.describe(asked)));
    }
  }

  private static void checkKind(MappedRegion region, ObjectKind asked) {
    Header found = Header.require(region);
    if (found.kind() != asked) {
      throw new LayoutException(
          "%s: found %s, asked for %s"
              .formatted(region.path(), ObjectFactory.describe(found), asked));
    }
  }

  private static <T> T closingOnError(MappedRegion region, Supplier<T> use) {
    try {
      return use.get();
    } catch (RuntimeException e) {
      region.close();
      throw e;
    }
  }

  /** Maps the objects that we haven't; returns them. */
  private List<SharedObject> openOthers() {
    List<SharedObject> opened = new ArrayList<>();
    for (String file : fileNames()) {
      dropIfRemoved(file);
      if (!used.containsKey(file) && !others.containsKey(file)) {
        Optional<SharedObject> object = reopen(folder.resolve(file), ObjectName.ofFileName(file));
        if (object.isPresent()) {
          others.put(file, object.get());
          opened.add(object.get());
        }
      }
    }
    return opened;
  }

  /**
   * Nothing if the file is gone, or nothing that dies with its users. What can't be taken for an
   * object, no one could have held anything of; it must not keep the others from being recovered.
   */
  private Optional<SharedObject> reopen(Path path, String name) {
    try {
      MappedRegion region = MappedRegion.open(path);
      Optional<SharedObject> object =
          Header.read(region)
              .filter(ObjectFactory::isObject)
              .map(header -> open(name, region, header));
      if (object.isEmpty()) {
        region.close();
      }
      return object;
    } catch (NoSuchFileException | AccessDeniedException | LayoutException goneOrForeign) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SharedObject open(String name, MappedRegion region, Header header) {
    return closingOnError(
        region,
        () -> {
          WaitStrategy strategy = WaitStrategy.current();
          SharedObject object = ObjectFactory.open(name, region, header, member, strategy);
          String absolute = folder.toAbsolutePath().toString();
          object.setReference(
              new ObjectReference(absolute, name, header.kind(), header.parameters()));
          return object;
        });
  }

  private List<String> names() {
    return fileNames().stream().map(ObjectName::ofFileName).toList();
  }

  private List<String> fileNames() {
    String[] files = folder.toFile().list();
    if (files == null) {
      if (Files.notExists(folder)) {
        return List.of(); // swept
      }
      throw new UncheckedIOException(new IOException("cannot list the files in " + folder));
    }
    List<String> found = new ArrayList<>(files.length);
    for (String file : files) {
      if (ObjectName.isObject(file)) {
        found.add(file);
      }
    }
    Collections.sort(found);
    return found;
  }

  private void checkOpen(String name) {
    if (closed) {
      throw new IllegalStateException(
          "cannot open '%s': the session %s was closed".formatted(name, folder));
    }
  }
}
