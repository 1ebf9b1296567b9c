package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where items come from, and what becomes of them: none can break out of its place. */
class FanOutTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void itemsThatATaskHasFoundOut() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          find:
            run: |
              printf 'name,size\\n"a ""b"" $(touch pwned)",1\\n-n,2\\n' > table.csv
              printf '[{"name": "it'"'"'s"}, {"name": "x\\\\ny"}]' > list.json
              echo 'names=["p q", "r"]' >> "$ORCHESTRATE_OUTPUT"
          csv:
            needs: find
            for-each: { csv: table.csv, as: row }
            run: printf '%s|' ${{ row.name }} "$ORCHESTRATE_ITEM_SIZE" > csv.${{ row.size }}
          json:
            needs: find
            for-each: { json: list.json }
            run: [sh, -c, 'printf "%s|" "$1" >> json.$ORCHESTRATE_INSTANCE', x, "${{ item.name }}"]
          list:
            needs: find
            for-each: { list: "${{ tasks.find.outputs.names }}" }
            run: printf '%s|' ${{ upper(item) }} > list.$ORCHESTRATE_INSTANCE
          matrix:
            matrix: { a: [1, 2], b: [x, y], exclude: [{ a: 1, b: y }] }
            run: touch m.${{ matrix.a }}.${{ matrix.b }}
          wrong:
            needs: find
            for-each: { csv: table.csv }
            run: echo ${{ item.nmae }}
          unnamed:
            for-each: { list: ["", a] }
            run: touch a
            outputs: ["${{ first(split(item, '/')) }}"]
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    assertThat(folder.resultOf("json")).as(result.output()).isEqualTo("ok");
    assertThat(folder.lines("csv.1")).containsExactly("a \"b\" $(touch pwned)|1|");
    assertThat(folder.lines("csv.2")).containsExactly("-n|2|");
    assertThat(folder.lines("json.0")).containsExactly("it's|");
    assertThat(folder.lines("json.1")).containsExactly("x", "y|");
    assertThat(folder.lines("list.0")).containsExactly("P Q|");
    assertThat(folder.lines("list.1")).containsExactly("R|");
    assertThat(folder.has("pwned")).isFalse();
    assertThat(folder.has("m.1.x")).isTrue();
    assertThat(folder.has("m.1.y")).isFalse();
    assertThat(folder.has("m.2.y")).isTrue();
    assertThat(result.output())
        .contains("the item `-n, 2` has no part `nmae`; it has name, size")
        .contains(
            "FAILED unnamed[0] (): it succeeded, but one of its `outputs` names no file: `first`"
                + " was given an empty list")
        .contains("unnamed  failed, 1 of 2 items");
  }
}
