package orchestrate.worker.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * What all commands of a lane have in common.
 *
 * @param environment all of it; nothing is inherited
 * @param mark no other lane of this machine has it at this time
 * @param log where output goes until it is worth a file of its own
 */
public record LaneSetup(Map<String, String> environment, String mark, Path log) {}
