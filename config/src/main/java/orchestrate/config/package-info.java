/** The job file: what it may say, how it is read, and how its errors are told. */
@NullMarked
package orchestrate.config;

import org.jspecify.annotations.NullMarked;
