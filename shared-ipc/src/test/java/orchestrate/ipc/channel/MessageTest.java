package orchestrate.ipc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {
  @Test
  void readsBackWhatWasWritten() {
    var writer = new MessageWriter();
    for (int round = 0; round < 2; round++) {
      writer
          .reset()
          .putInt(-7)
          .putLong(Long.MIN_VALUE)
          .putVarLong(0)
          .putVarLong(127)
          .putVarLong(128)
          .putVarLong(Long.MAX_VALUE)
          .putVarLong(-1)
          .putVarLong(Integer.MIN_VALUE)
          .putString("häß\u0000\uD83D\uDE00")
          .putString(null)
          .putString("")
          .putStrings(List.of("a", "b"))
          .putMap(Map.of("key", "value"))
          .putString("x".repeat(10_000));
    }

    var reader = new MessageReader(writer.bytes());
    assertThat(reader.getInt()).isEqualTo(-7);
    assertThat(reader.getLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader.getVarLong()).isZero();
    assertThat(reader.getVarLong()).isEqualTo(127);
    assertThat(reader.getVarLong()).isEqualTo(128);
    assertThat(reader.getVarLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.getVarLong()).isEqualTo(-1);
    assertThat(reader.getVarInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(reader.getString()).isEqualTo("häß\u0000\uD83D\uDE00");
    assertThat(reader.getNullableString()).isNull();
    assertThat(reader.getString()).isEmpty();
    assertThat(reader.getStrings()).containsExactly("a", "b");
    assertThat(reader.getMap()).isEqualTo(Map.of("key", "value"));
    assertThat(reader.getString()).hasSize(10_000);
  }
}
