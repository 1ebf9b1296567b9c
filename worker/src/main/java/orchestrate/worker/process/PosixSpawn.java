package orchestrate.worker.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import orchestrate.ipc.os.Libc;

/**
 * Starts a program by {@code posix_spawn}, in one of two ways; no descriptor of ours beyond stdin,
 * stdout and stderr goes to it, and no signal is blocked.
 *
 * <ul>
 *   <li><b>Apart</b>: in a session of its own (so that all it starts can be found, and no terminal
 *       can stop it), stdout and stderr straight into a file, no signal ignored.
 *   <li><b>In the foreground</b>: as if it were this process, with its group, terminal, streams,
 *       folder, and ignored signals.
 * </ul>
 *
 * <p>The JDK's own way copies the output through pipes and threads of the parent, or can't make a
 * session, and starts each program through a helper program.
 */
final class PosixSpawn {
  /** More than any libc's posix_spawnattr_t, posix_spawn_file_actions_t or sigset_t takes. */
  private static final long OPAQUE_BYTES = 1024;

  private static final int SET_SIGNAL_DEFAULTS = 0x04;
  private static final int SET_SIGNAL_MASK = 0x08;
  private static final int SET_SESSION = 0x80;
  private static final int WRITE_ONLY = 1;
  private static final int CREATE = 0x40;
  private static final int APPEND = 0x400;
  private static final int OWNER_ONLY = 0600;

  private static final MethodHandle SPAWN = function("posix_spawn");
  private static final MethodHandle ATTR_INIT = function("posix_spawnattr_init");
  private static final MethodHandle ATTR_SET_FLAGS = function("posix_spawnattr_setflags");
  private static final MethodHandle ATTR_SET_MASK = function("posix_spawnattr_setsigmask");
  private static final MethodHandle ATTR_SET_DEFAULTS = function("posix_spawnattr_setsigdefault");
  private static final MethodHandle SIGNALS_NONE = function("sigemptyset");
  private static final MethodHandle SIGNALS_ALL = function("sigfillset");
  private static final MethodHandle ACTIONS_INIT = function("posix_spawn_file_actions_init");
  private static final MethodHandle ACTIONS_DESTROY = function("posix_spawn_file_actions_destroy");
  private static final MethodHandle ACTIONS_OPEN = function("posix_spawn_file_actions_addopen");
  private static final MethodHandle ACTIONS_DUP = function("posix_spawn_file_actions_adddup2");
  private static final MethodHandle ACTIONS_CHDIR =
      function("posix_spawn_file_actions_addchdir_np");
  private static final MethodHandle ACTIONS_CLOSE_FROM =
      function("posix_spawn_file_actions_addclosefrom_np");

  /** The same for every program: made once, never freed. */
  private static final class Apart {
    static final MemorySegment ATTRIBUTES =
        attributes(SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | SET_SESSION);
  }

  private static final class Foreground {
    static final MemorySegment ATTRIBUTES = attributes(SET_SIGNAL_MASK);
  }

  private interface Actions {
    void add(Arena arena, long actions) throws IOException;
  }

  private PosixSpawn() {}

  /** Has the functions ready, and the attributes of what is started apart. */
  static void load() {
    if (Apart.ATTRIBUTES.byteSize() != OPAQUE_BYTES) {
      throw new AssertionError("not as allocated");
    }
  }

  /**
   * Starts it apart, with stdin from /dev/null, and returns its process id, which is the id of its
   * session and group as well.
   */
  static int spawn(SpawnRequest request) throws IOException {
    return spawn(
        request,
        Apart.ATTRIBUTES,
        (arena, actions) -> {
          check("addopen", call(ACTIONS_OPEN, actions, 0, string(arena, "/dev/null"), 0, 0));
          addApart(arena, actions, request);
        });
  }

  /** Starts it apart, with a descriptor of ours as its stdin. */
  static int spawnReading(int descriptor, SpawnRequest request) throws IOException {
    return spawn(
        request,
        Apart.ATTRIBUTES,
        (arena, actions) -> {
          check("adddup2", call(ACTIONS_DUP, actions, descriptor, 0));
          addApart(arena, actions, request);
        });
  }

  /** Starts it in the foreground; the request's output is ignored. */
  static int spawnInForeground(SpawnRequest request) throws IOException {
    return spawn(
        request,
        Foreground.ATTRIBUTES,
        (arena, actions) -> check("addclosefrom", call(ACTIONS_CLOSE_FROM, actions, 3)));
  }

  private static int spawn(SpawnRequest request, MemorySegment attributes, Actions toDo)
      throws IOException {
    String program = request.arguments().getFirst();
    String file = Executables.find(program, request.directory(), request.environment()).toString();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(OPAQUE_BYTES);
      check("posix_spawn_file_actions_init", call(ACTIONS_INIT, actions.address()));
      try {
        toDo.add(arena, actions.address());
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
            call(
                SPAWN,
                pid.address(),
                string(arena, file),
                actions.address(),
                attributes.address(),
                strings(arena, request.arguments()),
                strings(arena, variables(request)));
        if (error != 0) {
          throw new IOException("could not start " + file + ": " + Libc.describe(error));
        }
        return pid.get(JAVA_INT, 0);
      } finally {
        int _ = call(ACTIONS_DESTROY, actions.address());
      }
    }
  }

  private static void addApart(Arena arena, long actions, SpawnRequest request) throws IOException {
    long directory = string(arena, request.directory().toString());
    check("addchdir", call(ACTIONS_CHDIR, actions, directory));
    long output = string(arena, request.output().toString());
    int flags = WRITE_ONLY | CREATE | APPEND;
    check("addopen", call(ACTIONS_OPEN, actions, 1, output, flags, OWNER_ONLY));
    check("adddup2", call(ACTIONS_DUP, actions, 1, 2));
    check("addclosefrom", call(ACTIONS_CLOSE_FROM, actions, 3));
  }

  private static List<String> variables(SpawnRequest request) {
    return request.environment().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .toList();
  }

  /** The address of a C string that lives as long as the arena. */
  private static long string(Arena arena, String text) throws IOException {
    if (text.indexOf('\0') >= 0) {
      throw new IOException(
          "a NUL character, which no program can be given, is in: " + text.replace("\0", "\\0"));
    }
    return arena.allocateFrom(text).address();
  }

  /** The address of a null-terminated array of C strings. */
  private static long strings(Arena arena, List<String> strings) throws IOException {
    MemorySegment array = arena.allocate(JAVA_LONG, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(JAVA_LONG, i, string(arena, strings.get(i)));
    }
    return array.address();
  }

  private static MemorySegment attributes(int flags) {
    MemorySegment attributes = Arena.global().allocate(OPAQUE_BYTES);
    long address = attributes.address();
    long signals = Arena.global().allocate(OPAQUE_BYTES).address();
    try {
      check("posix_spawnattr_init", call(ATTR_INIT, address));
      check("setflags", call(ATTR_SET_FLAGS, address, flags));
      check("sigemptyset", call(SIGNALS_NONE, signals));
      check("setsigmask", call(ATTR_SET_MASK, address, signals));
      check("sigfillset", call(SIGNALS_ALL, signals));
      check("setsigdefault", call(ATTR_SET_DEFAULTS, address, signals));
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
    return attributes;
  }

  private static void check(String call, int error) throws IOException {
    if (error != 0) {
      throw new IOException(call + ": " + Libc.describe(error));
    }
  }

  /**
   * All functions go by the one signature of six machine words, of which each reads those it takes:
   * another signature would cost the worker's start some milliseconds.
   */
  private static MethodHandle function(String name) {
    return Libc.downcall(
        name,
        FunctionDescriptor.of(
            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  }

  private static int call(MethodHandle function, long... arguments) {
    long[] words = Arrays.copyOf(arguments, 6);
    try {
      return (int) function.invokeExact(words[0], words[1], words[2], words[3], words[4], words[5]);
    } catch (Throwable e) {
      throw new AssertionError("a native call does not throw", e);
    }
  }
}
