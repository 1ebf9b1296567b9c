package orchestrate.pool;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * What all lambdas of one place in a program have in common, as {@link SerializedLambda} has it;
 * but for the class that captures.
 */
record LambdaShape(
    String interfaceClass,
    String interfaceMethod,
    String interfaceSignature,
    int kind,
    String implementingClass,
    String implementingMethod,
    String implementingSignature,
    String instantiatedType) {
  static LambdaShape of(SerializedLambda lambda) {
    return new LambdaShape(
        lambda.getFunctionalInterfaceClass(),
        lambda.getFunctionalInterfaceMethodName(),
        lambda.getFunctionalInterfaceMethodSignature(),
        lambda.getImplMethodKind(),
        lambda.getImplClass(),
        lambda.getImplMethodName(),
        lambda.getImplMethodSignature(),
        lambda.getInstantiatedMethodType());
  }

  /** One of these lambdas. */
  SerializedLambda with(Class<?> capturing, @Nullable Object[] captured) {
    return new SerializedLambda(
        capturing,
        interfaceClass,
        interfaceMethod,
        interfaceSignature,
        kind,
        implementingClass,
        implementingMethod,
        implementingSignature,
        instantiatedType,
        captured);
  }

  void write(OutputStream stream) throws IOException {
    var out = new DataOutputStream(stream);
    out.writeUTF(interfaceClass);
    out.writeUTF(interfaceMethod);
    out.writeUTF(interfaceSignature);
    out.writeInt(kind);
    out.writeUTF(implementingClass);
    out.writeUTF(implementingMethod);
    out.writeUTF(implementingSignature);
    out.writeUTF(instantiatedType);
  }

  static LambdaShape read(InputStream stream) throws IOException {
    var in = new DataInputStream(stream);
    return new LambdaShape(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readInt(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF());
  }
}
