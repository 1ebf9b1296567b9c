package orchestrate.worker.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.SystemCall;

/**
 * Starts programs by {@code posix_spawn}, with no signal blocked, in one of two ways:
 *
 * <ul>
 *   <li><b>Apart</b>: in a session of its own (so that all it starts can be found, and no terminal
 *       can stop it), no signal ignored.
 *   <li><b>In the foreground</b>: as if it were this process, with its group, terminal, and ignored
 *       signals.
 * </ul>
 *
 * <p>The JDK's own way copies the output through pipes and threads of the parent, or can't make a
 * session, and starts each program through a helper program.
 */
final class PosixSpawn {
  /** More than any libc's posix_spawnattr_t, posix_spawn_file_actions_t or sigset_t takes. */
  static final long OPAQUE_BYTES = 1024;

  private static final int SET_SIGNAL_DEFAULTS = 0x04;
  private static final int SET_SIGNAL_MASK = 0x08;
  private static final int SET_SESSION = 0x80;

  private static final long[] NONE = {};

  private static final MethodHandle SPAWN = Libc.function("posix_spawn");
  private static final MethodHandle ATTR_INIT = Libc.function("posix_spawnattr_init");
  private static final MethodHandle ATTR_SET_FLAGS = Libc.function("posix_spawnattr_setflags");
  private static final MethodHandle ATTR_SET_MASK = Libc.function("posix_spawnattr_setsigmask");
  private static final MethodHandle ATTR_SET_DEFAULTS =
      Libc.function("posix_spawnattr_setsigdefault");
  private static final MethodHandle SIGNALS_NONE = Libc.function("sigemptyset");
  private static final MethodHandle SIGNALS_ALL = Libc.function("sigfillset");

  /** The same for every program: made once, never freed. */
  private static final class Apart {
    static final long ATTRIBUTES = attributes(SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | SET_SESSION);
  }

  private static final class Foreground {
    static final long ATTRIBUTES = attributes(SET_SIGNAL_MASK);
  }

  private PosixSpawn() {}

  /** Whether this machine has it, with all that we need of it: glibc 2.34 or newer, on Linux. */
  static boolean isThere() {
    return SystemCall.known()
        && Linker.nativeLinker()
            .defaultLookup()
            .find("posix_spawn_file_actions_addclosefrom_np")
            .isPresent();
  }

  /** Has the functions ready, and the attributes of what is started apart. */
  static void load() {
    if (Apart.ATTRIBUTES == 0) {
      throw new AssertionError("not allocated");
    }
  }

  /**
   * Starts it apart.
   *
   * @param pid where its id is written to, which is the id of its session and group as well
   * @return 0, or the number of the error
   */
  static int spawn(CStrings program, FileActions actions, long pid) {
    return spawn(program, actions, Apart.ATTRIBUTES, pid);
  }

  /** Starts it apart, with a descriptor of ours as its stdin, and returns its id. */
  static int spawnReading(int descriptor, SpawnRequest request) throws IOException {
    var actions =
        FileActions.kept()
            .duplicate(descriptor, 0)
            .changeFolder(request.directory())
            .openNothing(1)
            .duplicate(1, 2)
            .closeOthers();
    return spawn(request, actions, Apart.ATTRIBUTES);
  }

  /** Starts it in the foreground, with our streams and folder, and returns its id. */
  static int spawnInForeground(SpawnRequest request) throws IOException {
    return spawn(request, FileActions.kept().closeOthers(), Foreground.ATTRIBUTES);
  }

  private static int spawn(SpawnRequest request, FileActions actions, long attributes)
      throws IOException {
    Map<String, String> environment = request.environment();
    String file =
        Executables.find(request.arguments().getFirst(), request.directory(), environment)
            .toString();
    var program = new CStrings();
    program.set(file, request.arguments(), variables(environment), NONE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      int error = spawn(program, actions, attributes, pid.address());
      if (error != 0) {
        throw new IOException("could not start " + file + ": " + Libc.describe(error));
      }
      return pid.get(JAVA_INT, 0);
    }
  }

  private static int spawn(CStrings program, FileActions actions, long attributes, long pid) {
    return Libc.call(
        SPAWN,
        pid,
        program.file(),
        actions.address(),
        attributes,
        program.arguments(),
        program.variables());
  }

  /** As {@code NAME=VALUE}. */
  static List<String> variables(Map<String, String> environment) {
    return environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static long attributes(int flags) {
    long address = Arena.global().allocate(OPAQUE_BYTES).address();
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
    return address;
  }

  static void check(String call, int error) throws IOException {
    if (error != 0) {
      throw new IOException(call + ": " + Libc.describe(error));
    }
  }

  static int call(MethodHandle function, long arg1) {
    return Libc.call(function, arg1, 0, 0, 0, 0, 0);
  }

  static int call(MethodHandle function, long arg1, long arg2) {
    return Libc.call(function, arg1, arg2, 0, 0, 0, 0);
  }

  static int call(MethodHandle function, long arg1, long arg2, long arg3) {
    return Libc.call(function, arg1, arg2, arg3, 0, 0, 0);
  }

  static int call(MethodHandle function, long arg1, long arg2, long arg3, long arg4, long arg5) {
    return Libc.call(function, arg1, arg2, arg3, arg4, arg5, 0);
  }
}
