package orchestrate.ipc.participant;

/**
 * Who this process is in a session.
 *
 * @param table everybody in the session
 * @param slot this process's place
 * @param generation of the slot, while this process has it
 */
public record Member(ParticipantTable table, int slot, int generation) {}
