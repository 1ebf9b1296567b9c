/** Tests of how problems are told. */
@NullMarked
package orchestrate.config;

import org.jspecify.annotations.NullMarked;
