package orchestrate.config.read;

import orchestrate.config.Position;

/** A name and where it is written. */
record Name(String text, Position position) {}
