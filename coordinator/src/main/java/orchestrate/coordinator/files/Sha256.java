package orchestrate.coordinator.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 of texts and files, as 64 hexadecimal digits. Not thread-safe. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of one text. */
  public static String of(String text) {
    return new Sha256().add(text).hex();
  }

  /** Of what is in a file. It ends early if its thread is interrupted. */
  public static String of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new Sha256().read(channel, null);
    }
  }

  /** Of what is in a file, which goes into another that must not be there yet. */
  static String copying(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      return new Sha256().read(in, out);
    }
  }

  private String read(FileChannel in, @Nullable FileChannel copy) throws IOException {
    var buffer = ByteBuffer.allocate(Math.clamp(in.size(), 1, BUFFER_BYTES));
    while (in.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.rewind();
      while (copy != null && buffer.hasRemaining()) {
        copy.write(buffer);
      }
      buffer.clear();
    }
    return hex();
  }

  /** Adds bytes as they are. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds a text with its length, so that it can't be taken for two. */
  public Sha256 add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    return add(bytes);
  }

  /** Of all that was added; then it begins anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
