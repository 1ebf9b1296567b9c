/**
 * The process that runs tasks: it takes them from its lanes, one at a time each, until told to
 * stop.
 */
@NullMarked
package orchestrate.worker;

import org.jspecify.annotations.NullMarked;
