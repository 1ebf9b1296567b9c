/** Tests of the tool as its users meet it: as a process, with real workers, signals and files. */
@NullMarked
package orchestrate.system;

import org.jspecify.annotations.NullMarked;
