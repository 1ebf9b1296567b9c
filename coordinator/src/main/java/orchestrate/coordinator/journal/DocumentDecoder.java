package orchestrate.coordinator.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import orchestrate.ipc.channel.MessageReader;
import org.jspecify.annotations.Nullable;

/** Makes events of the documents of one file, in their order. Not thread-safe. */
final class DocumentDecoder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final Seal seal = new Seal();

  /** Of all documents in the file; 0 until the first one is read. */
  private int format;

  /**
   * Puts the events of the next document into the list, all or none.
   *
   * @return what is wrong with the document; null if nothing is. If something is, it can be tried
   *     once more
   * @throws NewerVersionException if nothing is wrong with it, but a newer version has written it
   */
  @Nullable String read(byte[] bytes, int offset, int length, List<RunEvent> into)
      throws NewerVersionException {
    into.clear();
    if (length < Integer.BYTES) {
      return "a document of %d bytes is shorter than any".formatted(length);
    }
    int its = (int) INT.get(bytes, offset);
    boolean old = RunEventCodec.isUnsealed(its);
    if (!old && !seal.isOn(bytes, offset, length)) {
      return "this document doesn't match its checksum";
    }
    if (format != 0 && its != format) {
      return "this document has format %d, those before it %d".formatted(its, format);
    }
    if (its > RunEventCodec.FORMAT) {
      throw newer(
          "format %d, and this version reads up to %d".formatted(its, RunEventCodec.FORMAT));
    }
    int end = offset + length - (old ? 0 : Seal.BYTES);
    try {
      RunEventCodec.read(new MessageReader(Arrays.copyOfRange(bytes, offset, end)), into::add);
    } catch (RuntimeException e) {
      into.clear();
      if (old) {
        return "this document can't be read: " + e;
      }
      throw newer("an entry that this version doesn't know (" + e.getMessage() + ")");
    }
    format = its;
    return into.isEmpty() ? "this document has no event" : null;
  }

  private static NewerVersionException newer(String what) {
    return new NewerVersionException(
        "a newer version of orchestrate has written this journal, with %s; use that to read it"
            .formatted(what));
  }
}
