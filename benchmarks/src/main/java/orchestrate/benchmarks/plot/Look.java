package orchestrate.benchmarks.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Colours, shapes and letters of all plots. */
final class Look {
  /** Light, whatever the page's background is: so it can be read on dark ones, too. */
  static final Color BACKGROUND = Color.WHITE;

  static final Color TEXT = new Color(0x24292f);
  static final Color LINES = new Color(0xd8dee4);
  static final Color BETTER = new Color(0x1a7f37);
  static final Color WORSE = new Color(0xc0392b);
  static final Color LIMIT = new Color(0x6e7781);

  /** As wide as Arial and Helvetica, which browsers have instead. */
  static final String FAMILY = "Liberation Sans";

  static final String FAMILIES = "Liberation Sans, Arial, Helvetica, sans-serif";

  static final Font FONT = new Font(FAMILY, Font.PLAIN, 12);
  static final Font BOLD = FONT.deriveFont(Font.BOLD);
  static final Stroke WHISKER = new BasicStroke(2);

  private static final List<Color> OURS =
      List.of(new Color(0x0b57d0), new Color(0x00838f), new Color(0x6f42c1), new Color(0x4f9be8));
  private static final List<Color> PEERS =
      List.of(
          new Color(0xd9730d),
          new Color(0x2f8f2f),
          new Color(0xb0307f),
          new Color(0x8a6d3b),
          new Color(0xc0392b),
          new Color(0x57606a));

  private static final double RADIUS = 5;

  private Look() {}

  static Color colour(boolean ours, int number) {
    List<Color> colours = ours ? OURS : PEERS;
    return colours.get(number % colours.size());
  }

  /** So that who doesn't see the colours sees whose it is. */
  static Shape shape(boolean ours) {
    return ours ? circle() : diamond();
  }

  static Shape circle() {
    return new Ellipse2D.Double(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS);
  }

  /** A stroke across the row. */
  static Shape limit() {
    return new Rectangle2D.Double(-1, -8, 2, 16);
  }

  private static Shape diamond() {
    var path = new Path2D.Double();
    path.moveTo(0, -RADIUS);
    path.lineTo(RADIUS, 0);
    path.lineTo(0, RADIUS);
    path.lineTo(-RADIUS, 0);
    path.closePath();
    return path;
  }
}
