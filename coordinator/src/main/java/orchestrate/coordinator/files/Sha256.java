package orchestrate.coordinator.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    var hash = new Sha256();
    try (FileChannel channel = FileChannel.open(file)) {
      var buffer = ByteBuffer.allocate((int) Math.clamp(channel.size(), 1, BUFFER_BYTES));
      while (channel.read(buffer) >= 0) {
        hash.digest.update(buffer.flip());
        buffer.clear();
      }
    }
    return hash.hex();
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
