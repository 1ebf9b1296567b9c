package orchestrate.coordinator.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a message of Protocol Buffers, field by field; what nobody asks for is passed over. */
final class ProtobufReader {
  private final ByteBuffer bytes;
  private int type;

  ProtobufReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  private ProtobufReader(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of the next field, whose value is to be taken or skipped; 0 if there is none. */
  int field() throws IOException {
    if (!bytes.hasRemaining()) {
      return 0;
    }
    int tag = Math.toIntExact(varint() & 0x7fff_ffff);
    type = tag & 7;
    return tag >>> 3;
  }

  long number() throws IOException {
    return switch (type) {
      case 0 -> varint();
      case 1 -> piece(Long.BYTES).getLong();
      case 5 -> piece(Integer.BYTES).getInt();
      default -> throw new IOException("no number, but a field of type " + type);
    };
  }

  byte[] bytes() throws IOException {
    ByteBuffer content = content();
    var bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  String text() throws IOException {
    return UTF_8.decode(content()).toString();
  }

  ProtobufReader message() throws IOException {
    return new ProtobufReader(content());
  }

  void skip() throws IOException {
    if (type == 2) {
      content();
    } else {
      number();
    }
  }

  private ByteBuffer content() throws IOException {
    if (type != 2) {
      throw new IOException("no text, but a field of type " + type);
    }
    long length = varint();
    return piece(length);
  }

  private ByteBuffer piece(long length) throws IOException {
    if (length < 0 || length > bytes.remaining()) {
      throw new EOFException("a field goes on behind the end");
    }
    ByteBuffer piece = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return piece;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = piece(1).get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number is too long");
  }
}
