/** What has ended a process, by what it leaves. */
@NullMarked
package orchestrate.worker.autopsy;

import org.jspecify.annotations.NullMarked;
