package orchestrate.ipc.twin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeProperty;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Two participants in this process, for all tries of a property; an object and its twin for each.
 */
abstract class TwinProperties {
  private Path folder;
  private InProcess process;
  final Pair pair = new Pair();

  @BeforeProperty
  final void join() throws IOException {
    folder = Files.createTempDirectory("twin");
    process = new InProcess(folder, WaitStrategy.current());
  }

  @AfterTry
  final void discard() throws IOException {
    pair.close();
    process.discard();
  }

  @AfterProperty
  final void leave() throws IOException {
    process.close();
    Files.delete(folder.resolve("c"));
    Files.delete(folder);
  }

  /** The object, as each of two participants sees it. */
  final SharedObject[] make(ObjectKind kind, long parameters) throws IOException {
    return new SharedObject[] {
      process.make(kind, parameters), process.openForTwo(kind, parameters)
    };
  }
}
