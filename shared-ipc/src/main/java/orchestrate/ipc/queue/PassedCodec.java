package orchestrate.ipc.queue;

import java.io.NotSerializableException;
import java.io.Serializable;
import orchestrate.ipc.object.SharedObject;

/** The codec that goes along where an object with elements is passed by its name. */
public final class PassedCodec {
  private PassedCodec() {}

  /**
   * The same codec.
   *
   * @throws NotSerializableException if it can't go along; says of which object
   */
  public static <E> Codec<E> of(SharedObject object, Codec<E> codec)
      throws NotSerializableException {
    if (codec instanceof Serializable) {
      return codec;
    }
    throw new NotSerializableException(
        "%s '%s' can't be passed to another process: its codec, %s, is not Serializable"
            .formatted(object.kind(), object.name(), codec.getClass().getName()));
  }
}
