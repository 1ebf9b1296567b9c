package orchestrate.coordinator.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the page: its beginning, then blocks of data, as much as there is, then its scripts.
 *
 * <p>The data are compressed, and letters and digits in the file: whatever names and lines of logs
 * are in them, the browser does not take them for a part of the page. Nothing runs in the page but
 * its own two scripts, and nothing is loaded: the policy allows what has the page's nonce, which is
 * drawn as the page begins. Who can read it before the page is done can write the page, too. (To
 * compute hashes of the scripts instead took a twentieth of a second, in code that is not compiled
 * yet.)
 *
 * <p>Not thread-safe.
 */
public final class Page {
  private static final String DATA = "{{data}}";
  private static final int BUFFER_BYTES = 1 << 14;

  /** The kernel's generator: Java's takes longer to load than the page to write. */
  private static final Path RANDOM = Path.of("/dev/urandom");

  private static final int NONCE_BYTES = 18;

  private final OutputStream out;
  private final String rest;

  /**
   * Begins it.
   *
   * @param out is not closed
   */
  public Page(OutputStream out, String title) throws IOException {
    this.out = out;
    String frame = PageFiles.frame().replace("{{nonce}}", nonce());
    int data = frame.indexOf(DATA);
    write(
        frame
            .substring(0, data)
            .replace("{{style}}", PageFiles.style())
            .replace("{{title}}", escaped(title)));
    rest =
        frame
            .substring(data + DATA.length())
            .replace("{{library}}", PageFiles.library())
            .replace("{{script}}", PageFiles.script());
  }

  private static String nonce() throws IOException {
    try (InputStream random = Files.newInputStream(RANDOM)) {
      return Base64.getEncoder().encodeToString(random.readNBytes(NONCE_BYTES));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  /**
   * Begins a block of data, which the scripts find by its id. Nothing else may be written until it
   * is closed.
   */
  public OutputStream data(String id) throws IOException {
    write("<script type=\"text/plain\" id=\"" + id + "\">");
    var letters = Base64.getEncoder().wrap(new Kept(out));
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var deflating =
        new DeflaterOutputStream(letters, deflater, BUFFER_BYTES) {
          @Override
          public void close() throws IOException {
            super.close();
            deflater.end();
            Page.this.write("</script>\n");
          }
        };
    // What is written is often a few bytes, and each call of the deflater one into native code.
    return new BufferedOutputStream(deflating, BUFFER_BYTES);
  }

  /** Lets what it is wrapped in be closed, and is not. */
  private static final class Kept extends FilterOutputStream {
    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      out.write(bytes, start, length);
    }

    @Override
    public void close() {}
  }

  /** Writes the rest, when all blocks are closed. */
  public void finish() throws IOException {
    write(rest);
    out.flush();
  }
}
