package orchestrate.pool;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What a worker is told on its standard input, once.
 *
 * @param folder of the pool's session
 * @param number of the worker, from 1
 * @param filter a pattern as {@link java.io.ObjectInputFilter.Config#createFilter} takes it
 * @param initializer serialised; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record WorkerSetup(Path folder, int number, String filter, byte[] initializer) {
  void write(OutputStream stream) throws IOException {
    var out = new DataOutputStream(stream);
    out.writeUTF(folder.toString());
    out.writeInt(number);
    out.writeUTF(filter);
    out.writeInt(initializer.length);
    out.write(initializer);
    out.flush();
  }

  static WorkerSetup read(InputStream stream) throws IOException {
    var in = new DataInputStream(stream);
    return new WorkerSetup(
        Path.of(in.readUTF()), in.readInt(), in.readUTF(), in.readNBytes(in.readInt()));
  }

  /** What the worker is called in messages. */
  String label() {
    return "worker " + number;
  }
}
