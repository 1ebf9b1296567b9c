package orchestrate.worker.mask;

/**
 * Something that is looked for.
 *
 * @param secret the name of the secret that it is a form of
 */
@SuppressWarnings("ArrayRecordComponent") // Needles are not compared.
record Needle(String secret, byte[] bytes) {}
