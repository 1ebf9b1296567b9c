// Reading what the run has left in the page: see AttemptStream and RunJson in the sources of orchestrate.

async function block(id) {
  const node = byId(id);
  const letters = atob(node.textContent);
  node.remove();
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) {
    bytes[i] = letters.charCodeAt(i);
  }
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

async function readRun() {
  return JSON.parse(new TextDecoder().decode(await block('run')));
}

const SEVERAL = 64;
const WAIT = 65;
const utf8 = new TextDecoder();

/** Columns of numbers that grow. */
class Columns {
  constructor(types) {
    this.types = types;
    this.size = 0;
    for (const [name, type] of Object.entries(types)) {
      this[name] = new type(1024);
    }
  }

  add(row) {
    if (this.size === this[Object.keys(this.types)[0]].length) {
      for (const [name, type] of Object.entries(this.types)) {
        const wider = new type(this.size * 2);
        wider.set(this[name]);
        this[name] = wider;
      }
    }
    for (const name in row) {
      this[name][this.size] = row[name];
    }
    return this.size++;
  }
}

/** Attempts one by one, several drawn as one, and waits. Times are in milliseconds. */
async function readAttempts() {
  const bytes = await block('attempts');
  const attempts = new Columns({state: Uint8Array, lane: Int32Array, task: Int32Array, instance: Float64Array,
    attempt: Int32Array, start: Float64Array, length: Float64Array, cpu: Float64Array, peak: Float64Array,
    reason: Int32Array, item: Int32Array, subtask: Int32Array});
  const several = new Columns({lane: Int32Array, start: Float64Array, length: Float64Array, busy: Float64Array,
    count: Int32Array, failed: Int32Array, task: Int32Array});
  const waits = new Columns({why: Uint8Array, task: Int32Array, instance: Float64Array, attempt: Int32Array,
    start: Float64Array, length: Float64Array});
  // In the order of time on each lane: attempts by their number, several by -1 - their number.
  const onLanes = [];
  let at = 0;
  let instance = 0;
  let start = 0;

  function number() {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }
  function difference() {
    const value = number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
  /** Where a text begins; 0 if there is none. */
  function text() {
    const place = at;
    const length = number();
    if (length === 0) return 0;
    at += length - 1;
    return place;
  }
  function onLane(lane, what) {
    if (lane >= 0) (onLanes[lane] ??= []).push(what);
  }

  while (at < bytes.length) {
    const kind = bytes[at++];
    if (kind === SEVERAL) {
      const lane = number() - 1;
      start += difference();
      onLane(lane, -1 - several.add({lane, start: start / 1000, length: number() / 1000, busy: number() / 1000,
        count: number(), failed: number(), task: number() - 1}));
    } else if (kind === WAIT) {
      const why = number();
      const task = number();
      const waiting = number() - 1;
      const attempt = number();
      start += difference();
      waits.add({why, task, instance: waiting, attempt, start: start / 1000, length: number() / 1000});
    } else {
      const lane = number() - 1;
      const task = number();
      instance += difference();
      const attempt = number();
      start += difference();
      onLane(lane, attempts.add({state: kind, lane, task, instance, attempt, start: start / 1000,
        length: number() / 1000, cpu: number() / 1000, peak: number() * 1024, reason: number() - 1,
        item: text(), subtask: text()}));
    }
  }

  /** The text that begins there. */
  function textAt(place) {
    if (place === 0) return '';
    at = place;
    const length = number() - 1;
    return utf8.decode(bytes.subarray(at, at + length));
  }
  return {attempts, several, waits, onLanes, textAt};
}
