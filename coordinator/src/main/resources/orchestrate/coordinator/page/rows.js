// What stands on which row of the timeline: waits above, then the lanes of the workers.

const MOST_WAIT_ROWS = 6;
const ROW = 24;
const BAR = 18;

/** Puts waits beside each other; those that find no row are left out, and counted. */
function packWaits() {
  const {waits} = data;
  const order = Array.from({length: waits.size}, (_, i) => i).sort((a, b) => waits.start[a] - waits.start[b]);
  const rows = [];
  let leftOut = 0;
  for (const wait of order) {
    const free = rows.findIndex(row => row.until <= waits.start[wait]);
    const row = free >= 0 ? rows[free] : rows.length < MOST_WAIT_ROWS ? rows[rows.push({waits: [], until: 0}) - 1] : null;
    if (row === null) {
      leftOut++;
    } else {
      row.waits.push(wait);
      row.until = waits.start[wait] + waits.length[wait];
    }
  }
  return {rows: rows.map(row => row.waits), leftOut};
}

function timelineRows() {
  const packed = packWaits();
  const rows = packed.rows.map((waits, i) => ({kind: 'wait', label: i === 0 ? 'waiting' : '', things: waits}));
  const lanes = run.lanes.map(([worker, lane, kind], number) => ({worker, lane, kind, number}));
  lanes.sort((a, b) => a.worker - b.worker || a.lane - b.lane);
  const rowOfLane = new Int32Array(run.lanes.length);
  for (const {worker, lane, kind, number} of lanes) {
    rowOfLane[number] = rows.length;
    const label = kind === 'java' && run.threads === 1 ? `worker ${worker}` : `worker ${worker}.${lane}`;
    rows.push({kind: 'lane', label, lane: number, things: data.onLanes[number] ?? []});
  }
  return {rows, rowOfLane, waitsLeftOut: packed.leftOut};
}

/** Of a thing on a row, when it began and how long it took. */
function startOf(row, thing) {
  if (row.kind === 'wait') return data.waits.start[thing];
  return thing >= 0 ? data.attempts.start[thing] : data.several.start[-1 - thing];
}

function endOf(row, thing) {
  if (row.kind === 'wait') return data.waits.start[thing] + data.waits.length[thing];
  return thing >= 0 ? data.attempts.start[thing] + data.attempts.length[thing]
    : data.several.start[-1 - thing] + data.several.length[-1 - thing];
}

/** The first thing on a row that ends after that moment. */
function firstAfter(row, time) {
  let low = 0;
  let high = row.things.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(row, row.things[middle]) > time) high = middle; else low = middle + 1;
  }
  return low;
}

function waitText(wait) {
  const {waits} = data;
  const task = run.tasks[waits.task[wait]];
  const who = waits.instance[wait] < 0 || task.count == null ? task.name : `${task.name}[${waits.instance[wait]}]`;
  return `${who} ${[`waits for its turn`, `waits for attempt ${waits.attempt[wait]}`, 'waits in vain'][waits.why[wait]]}`;
}

function severalText(number) {
  const {several} = data;
  const task = several.task[number];
  return `${task < 0 ? 'attempts' : run.tasks[task].name} × ${count(several.count[number])}`;
}

/** What a thing is, in one line. */
function describe(row, thing) {
  if (row.kind === 'wait') {
    return `${waitText(thing)}: ${duration(data.waits.length[thing])}`;
  }
  if (thing < 0) {
    const number = -1 - thing;
    const {several} = data;
    const failed = several.failed[number] ? `, ${count(several.failed[number])} not ok` : '';
    return `${severalText(number)}: ${duration(several.busy[number])} at work within ${duration(several.length[number])}${failed}`;
  }
  const {attempts} = data;
  const item = attempts.item[thing] ? ` (${data.textAt(attempts.item[thing])})` : '';
  const reason = attemptReason(thing);
  return `${attemptName(thing)}${item}: ${attemptState(thing)}, ${duration(attempts.length[thing])}${reason ? `, ${reason}` : ''}`;
}
