package orchestrate.config.yaml;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import orchestrate.config.yaml.Node.Style;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Builds the tree from the parser's events. The parser's own tree and its types are left out on
 * purpose: they would load hundreds of classes on the way to the first task, and the guess at a
 * value's type is ours to make.
 */
public final class YamlTree {
  static final int MAX_DEPTH = 100;

  /** The room that is made for what most mappings and lists have: there are a great many. */
  private static final int FEW = 4;

  private final Iterator<Event> events;
  private final SourceText source;
  private final Problems problems;
  private final Anchors anchors = new Anchors();

  /** The last event: about there the parser stumbles, if it doesn't say where. */
  private @Nullable Event reached;

  private YamlTree(SourceText source, String text, Problems problems) {
    var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    this.events = new Parse(settings).parseString(text).iterator();
    this.source = source;
    this.problems = problems;
  }

  /** The tree of the file's one document; null, and a problem more, if there is none. */
  public static @Nullable Node read(SourceText source, String text, Problems problems) {
    if (ForbiddenCharacter.find(source, text, problems)) {
      return null;
    }
    var tree = new YamlTree(source, text, problems);
    try {
      return tree.document();
    } catch (Unreadable e) {
      problems.add(e.position, e.text, e.hint);
    } catch (MarkedYamlEngineException e) {
      var error = SyntaxError.of(e, source, tree.reached());
      problems.add(error.position(), error.text(), error.hint());
    } catch (RuntimeException e) {
      // The parser lets slip what Java's library throws at malformed escapes and numbers.
      problems.add(tree.reached(), "not valid YAML");
    }
    return null;
  }

  private @Nullable Node document() throws Unreadable {
    next(); // the stream begins
    if (next().getEventId() != Event.ID.DocumentStart) {
      throw new Unreadable(source.start(), "the file is empty", "begin it with `version: \"1\"`");
    }
    Node root = node(next(), 1);
    next(); // the document ends
    Event after = next();
    if (after.getEventId() == Event.ID.DocumentStart) {
      throw new Unreadable(
          span(after),
          "a second document begins here",
          "a job file is one YAML document: remove the `---` before it");
    }
    return root;
  }

  private Event next() {
    reached = events.next();
    return reached;
  }

  private Position reached() {
    return reached == null ? source.start() : point(start(reached));
  }

  private Node node(Event event, int depth) throws Unreadable {
    if (depth > MAX_DEPTH) {
      throw new Unreadable(span(event), "nested more than " + MAX_DEPTH + " levels deep", null);
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias, depth);
    }
    Node node =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : event.getEventId() == Event.ID.MappingStart
                ? mapping(event, depth)
                : sequence(event, depth);
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get().getValue(), node);
    }
    return node;
  }

  private Mapping mapping(Event start, int depth) throws Unreadable {
    var entries = new LinkedHashMap<String, Entry>(FEW);
    Event event = next();
    for (; event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent written)) {
        throw new Unreadable(span(event), "a key must be a plain text", null);
      }
      Scalar key = scalar(written);
      var entry = new Entry(key, node(next(), depth + 1));
      Entry earlier = entries.putIfAbsent(key.text(), entry);
      if (earlier != null) {
        problems.add(
            key.position(),
            quoted(key.text()) + " is there twice",
            "the first is on line " + earlier.key().position().line());
      }
    }
    return new Mapping(entries, collection(start, event));
  }

  private Sequence sequence(Event start, int depth) throws Unreadable {
    var items = new ArrayList<Node>(FEW);
    Event event = next();
    for (; event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(items, collection(start, event));
  }

  private Scalar scalar(ScalarEvent event) {
    Style style =
        event.isPlain()
            ? Style.PLAIN
            : event.isLiteral() || event.isFolded() ? Style.BLOCK : Style.QUOTED;
    Position position = style == Style.BLOCK ? point(start(event)) : span(event);
    return new Scalar(event.getValue(), style, position, end(event).getLine() + 1);
  }

  private Node alias(AliasEvent event, int depth) throws Unreadable {
    String name = event.getAlias().getValue();
    Node node = anchors.get(name);
    if (node == null) {
      throw new Unreadable(
          span(event),
          "the alias " + quoted("*" + name) + " names no anchor before it",
          "quote a text that begins with `*`");
    }
    if (!anchors.use(node, depth)) {
      throw new Unreadable(
          span(event), "aliases make this file too large or too deep", "write out some of them");
    }
    return node;
  }

  /** A block has no end of its own to show, so it is shown by its first character. */
  private Position collection(Event first, Event last) {
    Mark start = start(first);
    return end(last).getLine() == start.getLine() ? span(start, end(last)) : point(start);
  }

  private Position span(Event event) {
    return span(start(event), end(event));
  }

  /** From start to end, or to the end of the first line. */
  private Position span(Mark start, Mark end) {
    int length =
        start.getLine() == end.getLine()
            ? end.getColumn() - start.getColumn()
            : source.columns(start.getLine() + 1).count() - start.getColumn();
    return new Position(source, start.getLine() + 1, start.getColumn() + 1, Math.max(1, length));
  }

  private Position point(Mark mark) {
    return point(source, mark);
  }

  /**
   * A {@code \r} at the end of the file is one more character to the parser, the line's end to us.
   */
  static Position point(SourceText source, Mark mark) {
    int line = mark.getLine() + 1;
    int column = Math.min(mark.getColumn(), source.columns(line).count()) + 1;
    return new Position(source, line, column, 1);
  }

  private static Mark start(Event event) {
    return event.getStartMark().orElseThrow();
  }

  private static Mark end(Event event) {
    return event.getEndMark().orElseThrow();
  }

  /** Ends the reading: what follows would make no sense. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Position position;
    private final String text;
    private final @Nullable String hint;

    Unreadable(Position position, String text, @Nullable String hint) {
      super(text, null, false, false);
      this.position = position;
      this.text = text;
      this.hint = hint;
    }
  }
}
