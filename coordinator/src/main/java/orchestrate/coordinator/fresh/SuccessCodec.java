package orchestrate.coordinator.fresh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orchestrate.coordinator.files.FileStamp;
import orchestrate.coordinator.files.FileState;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Success} as bytes. Whatever isn't exactly what was written is not read: half a file, one
 * of another version, one that the disk has spoilt.
 *
 * <pre>
 *   format 4 | run | parts | inputs | outputs | values | SHA-256 of all before 32
 *   parts    count 4, then each: kind | name | hash
 *   files    count 4, then each: name | hash | executable 1 | size 8 | modified 8 | changed 8
 *                                     | inode 8 | read at 8
 *   values   count 4, then each: key | value
 *   a text   length 4 | UTF-8
 * </pre>
 */
final class SuccessCodec {
  private static final int FORMAT = 2;
  private static final int SUM_BYTES = 32;

  private SuccessCodec() {}

  static byte[] encode(Success success) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      write(success.run(), out);
      out.writeInt(success.own().hashes().size());
      for (var part : success.own().hashes().entrySet()) {
        write(part.getKey().kind().name(), out);
        write(part.getKey().name(), out);
        write(part.getValue(), out);
      }
      write(success.inputs(), out);
      write(success.outputs(), out);
      out.writeInt(success.values().size());
      for (var value : success.values().entrySet()) {
        write(value.getKey(), out);
        write(value.getValue(), out);
      }
      out.write(sum(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void write(Map<String, FileState> files, DataOutputStream out) throws IOException {
    out.writeInt(files.size());
    for (var file : files.entrySet()) {
      FileState state = file.getValue();
      write(file.getKey(), out);
      write(state.sha256(), out);
      out.writeBoolean(state.executable());
      out.writeLong(state.stamp().size());
      out.writeLong(state.stamp().modified());
      out.writeLong(state.stamp().changed());
      out.writeLong(state.stamp().inode());
      out.writeLong(state.readAt());
    }
  }

  private static byte[] sum(byte[] bytes) {
    return HexFormat.of().parseHex(new Sha256().add(bytes).hex());
  }

  /** Null if these are not the bytes of one. */
  static @Nullable Success decode(byte[] bytes) {
    int length = bytes.length - SUM_BYTES;
    if (length < 0
        || !MessageDigest.isEqual(
            sum(Arrays.copyOf(bytes, length)), Arrays.copyOfRange(bytes, length, bytes.length))) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    try {
      if (in.getInt() != FORMAT) {
        return null;
      }
      var success =
          new Success(readText(in), readParts(in), readFiles(in), readFiles(in), readValues(in));
      return in.hasRemaining() ? null : success;
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | CharacterCodingException e) {
      return null;
    }
  }

  private static Fingerprint readParts(ByteBuffer in) throws CharacterCodingException {
    var parts = new TreeMap<Part, String>();
    for (int left = in.getInt(); left > 0; left--) {
      Kind kind = Kind.valueOf(readText(in));
      parts.put(new Part(kind, readText(in)), readText(in));
    }
    return new Fingerprint(parts);
  }

  private static SortedMap<String, FileState> readFiles(ByteBuffer in)
      throws CharacterCodingException {
    var files = new TreeMap<String, FileState>();
    for (int left = in.getInt(); left > 0; left--) {
      String name = readText(in);
      String sha256 = readText(in);
      boolean executable = in.get() == 1;
      var stamp = new FileStamp(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      files.put(name, new FileState(sha256, executable, stamp, in.getLong()));
    }
    return files;
  }

  private static Map<String, String> readValues(ByteBuffer in) throws CharacterCodingException {
    var values = new LinkedHashMap<String, String>();
    for (int left = in.getInt(); left > 0; left--) {
      values.put(readText(in), readText(in));
    }
    return values;
  }

  private static String readText(ByteBuffer in) throws CharacterCodingException {
    int length = in.getInt();
    ByteBuffer text = in.slice(in.position(), length); // throws if there is not so much left
    in.position(in.position() + length);
    return UTF_8.newDecoder().decode(text).toString();
  }
}
