package orchestrate.coordinator.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the page: its beginning, then blocks of data, as much as there is, then its scripts.
 *
 * <p>The data are compressed, and letters and digits in the file: whatever names and lines of logs
 * are in them, the browser does not take them for a part of the page. Nothing runs in the page but
 * its own two scripts, which its policy names by their hashes, and nothing is loaded.
 *
 * <p>Not thread-safe.
 */
public final class Page {
  private static final String DATA = "{{data}}";
  private static final int BUFFER_BYTES = 1 << 14;

  private final OutputStream out;
  private final String rest;

  /**
   * Begins it.
   *
   * @param out is not closed
   */
  public Page(OutputStream out, String title) throws IOException {
    this.out = out;
    String style = PageFiles.style();
    String library = PageFiles.library();
    String script = PageFiles.script();
    String frame = PageFiles.frame();
    String policy =
        "default-src 'none'; script-src %s %s; style-src %s; base-uri 'none'; form-action 'none'"
            .formatted(hash(library), hash(script), hash(style));
    int data = frame.indexOf(DATA);
    write(
        frame
            .substring(0, data)
            .replace("{{policy}}", policy)
            .replace("{{style}}", style)
            .replace("{{title}}", escaped(title)));
    rest =
        frame
            .substring(data + DATA.length())
            .replace("{{library}}", library)
            .replace("{{script}}", script);
  }

  /** As the policy wants it: of the very bytes between the tags. */
  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
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
