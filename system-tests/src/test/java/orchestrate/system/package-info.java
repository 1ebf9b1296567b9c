/** What a user sees: real processes, real files, real signals. */
@NullMarked
package orchestrate.system;

import org.jspecify.annotations.NullMarked;
