/** What coordinator and worker say to each other, and the shared memory they say it in. */
@NullMarked
package orchestrate.worker.protocol;

import org.jspecify.annotations.NullMarked;
