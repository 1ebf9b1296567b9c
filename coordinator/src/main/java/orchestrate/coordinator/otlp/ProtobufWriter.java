package orchestrate.coordinator.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A message of Protocol Buffers, field by field. */
final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ProtobufWriter number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** A number that always takes eight bytes. */
  ProtobufWriter fixed(int field, long value) {
    tag(field, EIGHT_BYTES);
    little(value, Long.BYTES);
    return this;
  }

  /** A number that always takes four bytes. */
  ProtobufWriter fixed(int field, int value) {
    tag(field, FOUR_BYTES);
    little(value, Integer.BYTES);
    return this;
  }

  ProtobufWriter decimal(int field, double value) {
    return fixed(field, Double.doubleToRawLongBits(value));
  }

  ProtobufWriter text(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  ProtobufWriter message(int field, ProtobufWriter value) {
    return bytes(field, value.toBytes());
  }

  ProtobufWriter bytes(int field, byte[] value) {
    tag(field, LENGTH);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  private void little(long value, int length) {
    for (int i = 0; i < length; i++) {
      bytes.write((int) (value >>> (8 * i)));
    }
  }
}
