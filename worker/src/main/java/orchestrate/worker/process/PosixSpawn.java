package orchestrate.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.ipc.os.Libc;

/**
 * Starts a program by {@code posix_spawn}: in a session of its own (so that all it starts can be
 * found, and no terminal can stop it), stdin from /dev/null, stdout and stderr straight into a
 * file, no descriptor of ours beyond these, no signal blocked or ignored.
 *
 * <p>The JDK's own way copies the output through pipes and threads of the parent, or can't make a
 * session, and starts each program through a helper program.
 */
final class PosixSpawn {
  /** More than any libc's posix_spawnattr_t, posix_spawn_file_actions_t or sigset_t takes. */
  private static final long OPAQUE_BYTES = 1024;

  private static final short SET_SIGNAL_DEFAULTS = 0x04;
  private static final short SET_SIGNAL_MASK = 0x08;
  private static final short SET_SESSION = 0x80;
  private static final int WRITE_ONLY = 1;
  private static final int CREATE = 0x40;
  private static final int APPEND = 0x400;
  private static final int OWNER_ONLY = 0600;

  private static final MethodHandle SPAWN =
      returningInt("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ATTR_INIT = returningInt("posix_spawnattr_init", ADDRESS);
  private static final MethodHandle ATTR_SET_FLAGS =
      returningInt("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
  private static final MethodHandle ATTR_SET_MASK =
      returningInt("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
  private static final MethodHandle ATTR_SET_DEFAULTS =
      returningInt("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
  private static final MethodHandle SIGNALS_NONE = returningInt("sigemptyset", ADDRESS);
  private static final MethodHandle SIGNALS_ALL = returningInt("sigfillset", ADDRESS);
  private static final MethodHandle ACTIONS_INIT =
      returningInt("posix_spawn_file_actions_init", ADDRESS);
  private static final MethodHandle ACTIONS_DESTROY =
      returningInt("posix_spawn_file_actions_destroy", ADDRESS);
  private static final MethodHandle ACTIONS_OPEN =
      returningInt(
          "posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACTIONS_DUP =
      returningInt("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACTIONS_CHDIR =
      returningInt("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
  private static final MethodHandle ACTIONS_CLOSE_FROM =
      returningInt("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);

  /** The same for every program: made once, never freed. */
  private static final MemorySegment ATTRIBUTES = attributes();

  private PosixSpawn() {}

  /** Starts it and returns its process id, which is the id of its session and group as well. */
  static int spawn(SpawnRequest request) throws IOException {
    String program = request.arguments().getFirst();
    String file =
        Executables.find(program, request.directory(), request.environment()).toString();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(OPAQUE_BYTES);
      check("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
      try {
        addActions(arena, actions, request);
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
            (int)
                SPAWN.invokeExact(
                    pid,
                    arena.allocateFrom(file),
                    actions,
                    ATTRIBUTES,
                    strings(arena, request.arguments().stream(), request.arguments().size()),
                    strings(arena, variables(request), request.environment().size()));
        if (error != 0) {
          throw new IOException("could not start " + file + ": " + Libc.describe(error));
        }
        return pid.get(JAVA_INT, 0);
      } finally {
        int _ = (int) ACTIONS_DESTROY.invokeExact(actions);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addActions(Arena arena, MemorySegment actions, SpawnRequest request)
      throws Throwable {
    check(
        "addchdir",
        (int)
            ACTIONS_CHDIR.invokeExact(
                actions, arena.allocateFrom(request.directory().toString())));
    check(
        "addopen",
        (int) ACTIONS_OPEN.invokeExact(actions, 0, arena.allocateFrom("/dev/null"), 0, 0));
    check(
        "addopen",
        (int)
            ACTIONS_OPEN.invokeExact(
                actions,
                1,
                arena.allocateFrom(request.output().toString()),
                WRITE_ONLY | CREATE | APPEND,
                OWNER_ONLY));
    check("adddup2", (int) ACTIONS_DUP.invokeExact(actions, 1, 2));
    check("addclosefrom", (int) ACTIONS_CLOSE_FROM.invokeExact(actions, 3));
  }

  private static Stream<String> variables(SpawnRequest request) {
    return request.environment().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue());
  }

  /** A null-terminated array of C strings. */
  private static MemorySegment strings(Arena arena, Stream<String> strings, int count)
      throws IOException {
    MemorySegment array = arena.allocate(ADDRESS, count + 1L);
    List<String> list = strings.toList();
    for (int i = 0; i < count; i++) {
      if (list.get(i).indexOf('\0') >= 0) {
        throw new IOException(
            "a NUL character, which no program can be given, is in: "
                + list.get(i).replace("\0", "\\0"));
      }
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(list.get(i)));
    }
    return array;
  }

  private static MemorySegment attributes() {
    try {
      MemorySegment attributes = Arena.global().allocate(OPAQUE_BYTES);
      MemorySegment signals = Arena.global().allocate(OPAQUE_BYTES);
      check("posix_spawnattr_init", (int) ATTR_INIT.invokeExact(attributes));
      short flags = SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | SET_SESSION;
      check("setflags", (int) ATTR_SET_FLAGS.invokeExact(attributes, flags));
      check("sigemptyset", (int) SIGNALS_NONE.invokeExact(signals));
      check("setsigmask", (int) ATTR_SET_MASK.invokeExact(attributes, signals));
      check("sigfillset", (int) SIGNALS_ALL.invokeExact(signals));
      check("setsigdefault", (int) ATTR_SET_DEFAULTS.invokeExact(attributes, signals));
      return attributes;
    } catch (Throwable e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static void check(String call, int error) throws IOException {
    if (error != 0) {
      throw new IOException(call + ": " + Libc.describe(error));
    }
  }

  private static MethodHandle returningInt(String function, ValueLayout... parameters) {
    return Libc.downcall(function, FunctionDescriptor.of(JAVA_INT, parameters));
  }
}
