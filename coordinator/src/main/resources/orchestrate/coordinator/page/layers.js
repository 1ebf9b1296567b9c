// Where the tasks of the graph stand: each to the right of all that it comes after.

const SWEEPS = 8;
const MOST_BENDS = 2000;

/**
 * Places by task, columns and rows counted from 0: `tasks` are numbers, `links` are between them, and `isLast` says which
 * stand behind all others. A link over several columns has a place of its own in each, by which it passes the tasks there:
 * `bends` has these by the link.
 */
function layers(tasks, links, isLast) {
  const before = new Map(tasks.map(task => [task, []]));
  const after = new Map(tasks.map(task => [task, []]));
  for (const [from, to] of links) {
    before.get(to).push(from);
    after.get(from).push(to);
  }
  const open = new Map(tasks.map(task => [task, before.get(task).length]));
  const column = new Map();
  const ready = tasks.filter(task => open.get(task) === 0);
  for (let i = 0; i < ready.length; i++) {
    const task = ready[i];
    column.set(task, Math.max(0, ...before.get(task).map(each => (column.get(each) ?? -1) + 1)));
    for (const next of after.get(task)) {
      open.set(next, open.get(next) - 1);
      if (open.get(next) === 0) ready.push(next);
    }
  }
  // Events can be set by one who comes later: such tasks stand in front.
  for (const task of tasks) if (!column.has(task)) column.set(task, 0);
  const behind = Math.max(0, ...tasks.filter(task => !isLast(task)).map(task => column.get(task))) + 1;
  for (const task of tasks) if (isLast(task) && behind < tasks.length) column.set(task, behind);

  const bends = new Map();
  const all = [...tasks];
  let last = -1;
  for (const link of links) {
    const [from, to] = link;
    const through = [];
    for (let at = column.get(from) + 1; at < column.get(to) && -last < MOST_BENDS; at++) {
      const bend = last--;
      column.set(bend, at);
      all.push(bend);
      through.push(bend);
      const source = through.length > 1 ? through.at(-2) : from;
      before.set(bend, [source]);
      after.set(bend, []);
      if (source !== from) after.get(source).push(bend);
    }
    if (through.length > 0) {
      bends.set(link, through);
      after.get(through.at(-1)).push(to);
      after.get(from).push(through[0]);
      before.get(to).push(through.at(-1));
    }
  }

  const columns = [];
  for (const task of all) (columns[column.get(task)] ??= []).push(task);
  const row = new Map();
  for (const each of columns) each.forEach((task, i) => row.set(task, i));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const each of forward ? columns : columns.toReversed()) {
      const neighbours = forward ? before : after;
      const wanted = new Map(each.map(task => {
        const rows = neighbours.get(task).map(other => row.get(other));
        return [task, rows.length ? rows.reduce((a, b) => a + b) / rows.length : row.get(task)];
      }));
      each.sort((a, b) => wanted.get(a) - wanted.get(b));
      each.forEach((task, i) => row.set(task, i));
    }
  }
  return {column, row, columns, bends};
}
