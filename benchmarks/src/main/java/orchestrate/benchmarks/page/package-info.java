/** Reports as files: a page for people, and one for programs. */
@NullMarked
package orchestrate.benchmarks.page;

import org.jspecify.annotations.NullMarked;
