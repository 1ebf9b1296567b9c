package orchestrate.ipc.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Base64;

/** Objects as they come to another process: in a word for {@link Peer}. */
public final class Passed {
  private Passed() {}

  /** What a peer can be told to run. */
  public interface Call extends Serializable {
    String call() throws Exception;
  }

  /** The command for a peer to run that. */
  public static String call(Call call) throws IOException {
    return "call " + write(call);
  }

  public static String write(Object object) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  public static <T> T read(String word, Class<T> type) throws IOException, ClassNotFoundException {
    byte[] bytes = Base64.getDecoder().decode(word);
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return type.cast(in.readObject());
    }
  }

  /** It as another process of this session gets it. */
  public static <T> T copy(T object, Class<T> type) throws IOException, ClassNotFoundException {
    return read(write(object), type);
  }
}
