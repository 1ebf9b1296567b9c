package orchestrate.coordinator.journal;

import org.jspecify.annotations.Nullable;

/**
 * How much of a journal could be read, and whether that is all of it.
 *
 * @param documents how many documents were read as a whole
 * @param events how many events were in them: what a resumed run says that it follows on
 * @param cutShort whether a last document had been begun but not finished, which isn't counted: so
 *     ends the journal of a run that was killed as it wrote
 * @param damage where the reading ended before the end, and why, for people; null if it did not
 */
public record Recorded(long documents, long events, boolean cutShort, @Nullable String damage) {}
