// What follows from the data of tasks and attempts together.

/** The tasks that each is linked from and to, and its first and last attempt on a lane. */
function relateTasks() {
  const size = run.tasks.length;
  const before = Array.from({length: size}, () => []);
  const after = Array.from({length: size}, () => []);
  for (const [from, to, kind] of run.links) {
    before[to].push([from, kind]);
    after[from].push([to, kind]);
  }
  const first = new Int32Array(size).fill(-1);
  const last = new Int32Array(size).fill(-1);
  const {task, lane, start, length, size: attempts} = data.attempts;
  for (let i = 0; i < attempts; i++) {
    if (lane[i] < 0) continue;
    const t = task[i];
    if (first[t] < 0 || start[i] < start[first[t]]) first[t] = i;
    if (last[t] < 0 || start[i] + length[i] > start[last[t]] + length[last[t]]) last[t] = i;
  }
  return {before, after, first, last, critical: new Set(run.criticalPath.map(([number]) => number))};
}

/** What an attempt is called: task, instance, subtask. */
function attemptName(i) {
  const {task, instance, subtask} = data.attempts;
  const of = run.tasks[task[i]];
  const name = of.count == null ? of.name : `${of.name}[${instance[i]}]`;
  return subtask[i] ? `${data.textAt(subtask[i])} of ${name}` : name;
}

const attemptState = i => run.states[data.attempts.state[i]];

function attemptReason(i) {
  const reason = data.attempts.reason[i];
  return reason < 0 ? '' : run.reasons[reason];
}

function laneName(lane) {
  if (lane < 0) return '';
  const [worker, number] = run.lanes[lane];
  return `worker ${worker}, lane ${number}`;
}

/** Why a task has come to what it has. */
function taskReason(task) {
  if (task.reason) return task.reason;
  if (task.because) return `ran because ${task.because}`;
  if (task.failed > 0) return `${count(task.failed)} of ${count(task.count ?? 1)} failed`;
  return '';
}
