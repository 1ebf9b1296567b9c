package orchestrate.ipc.queue;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the value of a record's component becomes bytes, and a value again. */
sealed interface ValueCodec {
  /** What it is, as in the record's declaration; with what its parts are, if it has parts. */
  String name();

  void put(@Nullable Object value, Cursor cursor);

  @Nullable Object get(Cursor cursor);

  /**
   * The one for a component.
   *
   * @param around the records that the component's record is a part of
   */
  static ValueCodec of(RecordComponent component, Set<Class<?>> around) {
    Class<?> type = component.getType();
    Primitive primitive = Primitive.ALL.get(type);
    if (primitive != null) {
      return primitive;
    }
    if (type == String.class) {
      return new Text();
    }
    if (type == byte[].class) {
      return new Bytes();
    }
    if (type.isEnum()) {
      return new Constant(type.getSimpleName(), List.of(type.getEnumConstants()));
    }
    Class<?> record = component.getDeclaringRecord();
    if (type.isRecord() && type != record && !around.contains(type)) {
      Set<Class<?>> records = new HashSet<>(around);
      records.add(record);
      return new Nested(new RecordCodec<>(type.asSubclass(Record.class), records));
    }
    throw new IllegalArgumentException(
        "component '%s' of record %s is a %s; it can be a primitive, a String, a byte[], an enum, or a record that doesn't contain itself"
            .formatted(component.getName(), record.getName(), type.getTypeName()));
  }

  /** As many bytes as Java has for it. */
  record Primitive(
      String name, int bytes, ToLongFunction<Object> toBits, LongFunction<Object> ofBits)
      implements ValueCodec {
    static final Map<Class<?>, Primitive> ALL =
        Map.of(
            boolean.class,
            new Primitive("boolean", 1, value -> (boolean) value ? 1 : 0, bits -> bits != 0),
            byte.class,
            new Primitive("byte", Byte.BYTES, value -> (byte) value, bits -> (byte) bits),
            short.class,
            new Primitive("short", Short.BYTES, value -> (short) value, bits -> (short) bits),
            char.class,
            new Primitive("char", Character.BYTES, value -> (char) value, bits -> (char) bits),
            int.class,
            new Primitive("int", Integer.BYTES, value -> (int) value, bits -> (int) bits),
            long.class,
            new Primitive("long", Long.BYTES, value -> (long) value, bits -> bits),
            float.class,
            new Primitive(
                "float",
                Float.BYTES,
                value -> Float.floatToRawIntBits((float) value),
                bits -> Float.intBitsToFloat((int) bits)),
            double.class,
            new Primitive(
                "double",
                Double.BYTES,
                value -> Double.doubleToRawLongBits((double) value),
                bits -> Double.longBitsToDouble(bits)));

    @Override
    public void put(@Nullable Object value, Cursor cursor) {
      cursor.put(toBits.applyAsLong(Objects.requireNonNull(value)), bytes);
    }

    @Override
    public Object get(Cursor cursor) {
      return ofBits.apply(cursor.get(bytes));
    }
  }

  /** In UTF-8, after its length in bytes. */
  record Text() implements ValueCodec {
    @Override
    public String name() {
      return "String";
    }

    @Override
    public void put(@Nullable Object value, Cursor cursor) {
      cursor.putBytes(value == null ? null : ((String) value).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Object get(Cursor cursor) {
      byte[] bytes = cursor.getBytes();
      return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** After its length. */
  record Bytes() implements ValueCodec {
    @Override
    public String name() {
      return "byte[]";
    }

    @Override
    public void put(@Nullable Object value, Cursor cursor) {
      cursor.putBytes((byte[]) value);
    }

    @Override
    public @Nullable Object get(Cursor cursor) {
      return cursor.getBytes();
    }
  }

  /** The number of an enum's constant, -1 for null. */
  record Constant(String type, List<?> constants) implements ValueCodec {
    @Override
    public String name() {
      return constants.stream()
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", type + "{", "}"));
    }

    @Override
    public void put(@Nullable Object value, Cursor cursor) {
      cursor.putInt(value == null ? -1 : constants.indexOf(value));
    }

    @Override
    public @Nullable Object get(Cursor cursor) {
      int index = cursor.getInt();
      return index < 0 ? null : constants.get(index);
    }
  }

  /** Whether there is one, then its components. */
  record Nested(RecordCodec<?> codec) implements ValueCodec {
    @Override
    public String name() {
      return codec.shape();
    }

    @Override
    public void put(@Nullable Object value, Cursor cursor) {
      cursor.put(value == null ? 0 : 1, 1);
      if (value != null) {
        codec.put(value, cursor);
      }
    }

    @Override
    public @Nullable Object get(Cursor cursor) {
      return cursor.get(1) == 0 ? null : codec.get(cursor);
    }
  }
}
