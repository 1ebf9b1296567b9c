import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/**
 * Reads one jar to its last byte, and writes down what is in it. Item number 7 makes two files:
 * {@code 7.names} with the names of its classes, and then {@code 7.csv} with the line {@code
 * classes,java,sha256}.
 *
 * @param parts the folder for the files of all items
 */
record CountClasses(Path jar, Path parts) implements Task {
  /** The entry of a class, in a jar for several releases of Java too, and the name in it. */
  private static final Pattern CLASS_ENTRY =
      Pattern.compile("(?:META-INF/versions/\\d+/)?(.*)\\.class", Pattern.DOTALL);

  private static final int CLASS_FILE_MAGIC = 0xCAFEBABE;
  private static final int CLASS_FILE_START = 8; // magic, minor and major version

  /**
   * What a jar holds.
   *
   * @param count the entries that end in {@code .class}, whatever is in them
   * @param java the lowest release of Java that can load them all; 0 if there are none
   * @param names the classes by name, each once. A {@code module-info} is no class that another
   *     jar's could clash with, so it is not among them.
   */
  private record Classes(long count, int java, SortedSet<String> names) {}

  @Override
  public void run(TaskContext context) throws IOException, InterruptedException {
    String sha256;
    Classes classes;
    try {
      sha256 = sha256();
      classes = readClasses();
    } catch (IOException e) {
      throw new IOException("can't read %s: %s".formatted(jar, e.getMessage()), e);
    }
    Path folder = context.resolve(parts);
    write(folder.resolve(context.instance() + ".names"), classes.names);
    write(
        folder.resolve(context.instance() + ".csv"),
        List.of("%d,%d,%s".formatted(classes.count, classes.java, sha256)));
  }

  private String sha256() throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
    try (var in = new DigestInputStream(Files.newInputStream(jar), digest)) {
      readToEnd(in);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private Classes readClasses() throws IOException, InterruptedException {
    long count = 0;
    int java = 0;
    var names = new TreeSet<String>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped while reading " + jar);
        }
        String name = entries.nextElement().getName();
        byte[] start = readEntry(zip, name);
        Matcher classEntry = CLASS_ENTRY.matcher(name);
        if (classEntry.matches()) {
          count++;
          java = Math.max(java, javaRelease(start));
          String className = classEntry.group(1);
          if (!className.equals("module-info")) {
            names.add(className);
          }
        }
      }
    }
    return new Classes(count, java, names);
  }

  /** Reads all of it, for only at its end does the checksum tell whether it is sound. */
  private static byte[] readEntry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name); // by name: of two with the same name, the one that is read
    var checksum = new CRC32();
    try (var in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      byte[] start = in.readNBytes(CLASS_FILE_START);
      readToEnd(in);
      if (checksum.getValue() != entry.getCrc()) {
        throw new ZipException("wrong checksum of " + name);
      }
      return start;
    }
  }

  private static void readToEnd(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** 0 if it is not the start of a class file. */
  private static int javaRelease(byte[] start) {
    var header = ByteBuffer.wrap(start);
    if (start.length < CLASS_FILE_START || header.getInt(0) != CLASS_FILE_MAGIC) {
      return 0;
    }
    int majorVersion = Short.toUnsignedInt(header.getShort(6));
    return majorVersion - 44;
  }

  /** The file is there as a whole or not at all, even if this process is killed meanwhile. */
  private static void write(Path file, Iterable<String> lines) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, lines);
    Files.move(unfinished, file, ATOMIC_MOVE);
  }
}
