package orchestrate.worker.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import orchestrate.ipc.os.Libc;

/**
 * What a child does between its birth and its program, in this order. Most are {@link #kept}: made
 * a few times in the life of a process, for many programs each, and never freed.
 */
final class FileActions implements AutoCloseable {
  private static final MethodHandle INIT = Libc.function("posix_spawn_file_actions_init");
  private static final MethodHandle OPEN = Libc.function("posix_spawn_file_actions_addopen");
  private static final MethodHandle DUPLICATE = Libc.function("posix_spawn_file_actions_adddup2");
  private static final MethodHandle CHANGE_FOLDER =
      Libc.function("posix_spawn_file_actions_addchdir_np");
  private static final MethodHandle CLOSE_FROM =
      Libc.function("posix_spawn_file_actions_addclosefrom_np");

  private static final int READ_AND_WRITE = 2;

  /** Needed by few processes. */
  private static final class Destroy {
    static final MethodHandle FUNCTION = Libc.function("posix_spawn_file_actions_destroy");
  }

  private final Arena arena;
  private final MemorySegment memory;

  private FileActions(Arena arena) throws IOException {
    this.arena = arena;
    this.memory = arena.allocate(PosixSpawn.OPAQUE_BYTES);
    PosixSpawn.check("posix_spawn_file_actions_init", PosixSpawn.call(INIT, address()));
  }

  /** For programs as long as this process lives: not to be closed. */
  static FileActions kept() throws IOException {
    return new FileActions(Arena.global());
  }

  /** For one program, to be closed when it is started. On one thread. */
  static FileActions passing() throws IOException {
    return new FileActions(Arena.ofConfined());
  }

  FileActions openNothing(int descriptor) throws IOException {
    long nothing = CStrings.of("/dev/null", arena);
    PosixSpawn.check(
        "addopen", PosixSpawn.call(OPEN, address(), descriptor, nothing, READ_AND_WRITE, 0));
    return this;
  }

  FileActions duplicate(int from, int to) throws IOException {
    PosixSpawn.check("adddup2", PosixSpawn.call(DUPLICATE, address(), from, to));
    return this;
  }

  FileActions changeFolder(Path folder) throws IOException {
    long name = CStrings.of(folder.toString(), arena);
    PosixSpawn.check("addchdir", PosixSpawn.call(CHANGE_FOLDER, address(), name));
    return this;
  }

  /** All but stdin, stdout and stderr. */
  FileActions closeOthers() throws IOException {
    PosixSpawn.check("addclosefrom", PosixSpawn.call(CLOSE_FROM, address(), 3));
    return this;
  }

  long address() {
    return memory.address();
  }

  @Override
  public void close() {
    PosixSpawn.call(Destroy.FUNCTION, address());
    arena.close();
  }
}
