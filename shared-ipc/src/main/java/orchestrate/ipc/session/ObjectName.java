package orchestrate.ipc.session;

import java.nio.charset.StandardCharsets;

/**
 * A name as a file name: ASCII letters, digits, {@code -} and {@code _} stand for themselves, every
 * other byte of its UTF-8 form becomes {@code %XX}. So no name is hidden, leaves the folder, or
 * meets a file of the session itself, whose names have a dot.
 */
final class ObjectName {
  private static final int LONGEST_FILE_NAME = 200;

  private ObjectName() {}

  static String toFileName(String name) {
    StringBuilder file = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        file.append((char) b);
      } else {
        file.append("%%%02X".formatted(b));
      }
    }
    if (file.isEmpty() || file.length() > LONGEST_FILE_NAME) {
      throw new IllegalArgumentException(
          "'%s' is no name for an object: %s"
              .formatted(name, file.isEmpty() ? "it is empty" : "it is too long"));
    }
    return file.toString();
  }

  static String ofFileName(String file) {
    byte[] bytes = new byte[file.length()];
    int length = 0;
    for (int i = 0; i < file.length(); i++) {
      if (file.charAt(i) == '%') {
        bytes[length++] = (byte) Integer.parseInt(file.substring(i + 1, i + 3), 16);
        i += 2;
      } else {
        bytes[length++] = (byte) file.charAt(i);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Whether a file in a session's folder could be an object. */
  static boolean isObject(String file) {
    return !file.contains(".");
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_';
  }
}
