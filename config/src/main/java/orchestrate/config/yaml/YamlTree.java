package orchestrate.config.yaml;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Builds the tree from the parser's tokens. Binding to classes is left out on purpose: it would
 * load hundreds of classes on the way to the first task.
 */
public final class YamlTree {
  static final int MAX_DEPTH = 100;

  private final SourceText source;
  private final YAMLParser parser;
  private final Marks marks;
  private final Problems problems;
  private final Anchors anchors = new Anchors();

  private YamlTree(SourceText source, String text, Problems problems) {
    var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    var factory =
        YAMLFactory.builder()
            .loadSettings(settings)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // we tell all of them, not one
            .build();
    this.parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), text);
    this.source = source;
    this.marks = new Marks(source, text);
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
      return null;
    } catch (RuntimeException e) {
      // The parser also lets slip what its own libraries throw at malformed escapes and numbers.
      var error = SyntaxError.of(e, source, tree.marks.point(tree.parser.currentTokenLocation()));
      problems.add(error.position(), error.text(), error.hint());
      return null;
    }
  }

  private @Nullable Node document() throws Unreadable {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new Unreadable(source.start(), "the file is empty", "begin it with `version: \"1\"`");
    }
    Node root = node(first, 1);
    if (parser.nextToken() != null) {
      throw new Unreadable(
          marks.point(parser.currentTokenLocation()),
          "a second document begins here",
          "a job file is one YAML document: remove the `---` before it");
    }
    return root;
  }

  private Node node(JsonToken token, int depth) throws Unreadable {
    if (depth > MAX_DEPTH) {
      throw new Unreadable(here(), "nested more than " + MAX_DEPTH + " levels deep", null);
    }
    if (parser.isCurrentAlias()) {
      return alias(depth);
    }
    // Taken before going on: afterwards it is the anchor of something else.
    String anchor =
        token.isScalarValue() ? marks.anchor(parser.currentTokenLocation()) : parser.getObjectId();
    Node node =
        switch (token) {
          case START_OBJECT -> mapping(depth);
          case START_ARRAY -> sequence(depth);
          default -> scalar(parser.getString());
        };
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private Mapping mapping(int depth) throws Unreadable {
    TokenStreamLocation start = parser.currentTokenLocation();
    var entries = new LinkedHashMap<String, Entry>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Scalar key = scalar(parser.currentName());
      var entry = new Entry(key, node(parser.nextToken(), depth + 1));
      Entry earlier = entries.putIfAbsent(key.text(), entry);
      if (earlier != null) {
        problems.add(
            key.position(),
            quoted(key.text()) + " is there twice",
            "the first is on line " + earlier.key().position().line());
      }
    }
    return new Mapping(entries, marks.span(start, collectionEnd(start)));
  }

  private Sequence sequence(int depth) throws Unreadable {
    TokenStreamLocation start = parser.currentTokenLocation();
    var items = new ArrayList<Node>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(node(token, depth + 1));
    }
    return new Sequence(items, marks.span(start, collectionEnd(start)));
  }

  /** A block has no end of its own to show, so it is shown by its first character. */
  private TokenStreamLocation collectionEnd(TokenStreamLocation start) {
    TokenStreamLocation end = parser.currentLocation();
    return end.getLineNr() == start.getLineNr() ? end : start;
  }

  private Scalar scalar(String text) {
    TokenStreamLocation start = parser.currentTokenLocation();
    TokenStreamLocation end = parser.currentLocation();
    Style style = marks.style(start);
    Position position = style == Style.BLOCK ? marks.point(start) : marks.span(start, end);
    return new Scalar(text, style, position, marks.point(end));
  }

  private Node alias(int depth) throws Unreadable {
    String name = parser.getString();
    Node node = anchors.get(name);
    if (node == null) {
      throw new Unreadable(
          here(),
          "the alias " + quoted("*" + name) + " names no anchor before it",
          "quote a text that begins with `*`");
    }
    if (!anchors.use(node, depth)) {
      throw new Unreadable(
          here(), "aliases make this file too large or too deep", "write out some of them");
    }
    return node;
  }

  private Position here() {
    return marks.span(parser.currentTokenLocation(), parser.currentLocation());
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
