package orchestrate.config.read;

import orchestrate.config.Position;

/**
 * One entry of {@code include}.
 *
 * @param file as it is written, relative to the file that has it
 * @param prefix for the names of its tasks; may be empty
 * @param position of the path
 */
record Inclusion(String file, String prefix, Position position) {}
