// The graph of the tasks, coloured by how they ended.

const MOST_NODES = 150;
const NODE = {width: 172, height: 44, apart: 56, below: 14};

/** All tasks, or of too many those that tell most: the critical path, failures, what is around the chosen one. */
function nodesOf(chosen) {
  if (run.tasks.length <= MOST_NODES) return run.tasks.map((_, i) => i);
  const wanted = new Set();
  const add = task => { if (wanted.size < MOST_NODES) wanted.add(task); };
  if (chosen >= 0) {
    add(chosen);
    for (const [other] of relations.before[chosen]) add(other);
    for (const [other] of relations.after[chosen]) add(other);
  }
  relations.critical.forEach(add);
  run.tasks.forEach((task, i) => { if (task.result === 'failed') add(i); });
  for (const task of [...wanted]) {
    for (const [other] of [...relations.before[task], ...relations.after[task]]) add(other);
  }
  return [...wanted].sort((a, b) => a - b);
}

function nodeCounts(task) {
  if (task.count == null) return task.start == null ? '' : duration(task.end - task.start);
  const bad = task.failed ? `, ${count(task.failed)} failed` : '';
  return `${count(task.ok ?? 0)} of ${count(task.count)}${bad}`;
}

function cutText(text, letters) {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

function showGraph() {
  let chosen = -1;
  const picture = byId('graph-picture');

  function draw() {
    const nodes = nodesOf(chosen);
    const shown = new Set(nodes);
    const links = run.links.filter(([from, to]) => shown.has(from) && shown.has(to));
    const {column, row, columns, bends} = layers(nodes, links, task => run.tasks[task].final);
    const tallest = Math.max(...columns.map(each => each.length));
    const left = task => 12 + column.get(task) * (NODE.width + NODE.apart);
    const top = task => 12 + (row.get(task) + (tallest - columns[column.get(task)].length) / 2) * (NODE.height + NODE.below);
    const width = 24 + columns.length * (NODE.width + NODE.apart) - NODE.apart;
    const height = 24 + tallest * (NODE.height + NODE.below) - NODE.below;
    const steps = run.criticalPath.map(([task]) => task);
    const critical = new Set(steps.slice(1).map((task, i) => `${steps[i]} ${task}`));

    /** Through the middles of places, level at each. */
    function curve(places) {
      const path = [`M${left(places[0]) + NODE.width} ${top(places[0]) + NODE.height / 2}`];
      let x1 = left(places[0]) + NODE.width, y1 = top(places[0]) + NODE.height / 2;
      places.slice(1).forEach((place, i) => {
        const isBend = i < places.length - 2;
        const x2 = left(place), y2 = top(place) + NODE.height / 2;
        const bend = Math.max(24, (x2 - x1) / 2);
        path.push(`C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
        if (isBend) path.push(`H${x2 + NODE.width}`);
        x1 = isBend ? x2 + NODE.width : x2;
        y1 = y2;
      });
      return path.join('');
    }

    const svg = drawing('svg', {width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Graph of the tasks'});
    for (const link of links) {
      const [from, to, kind] = link;
      const classes = ['edge', critical.has(`${from} ${to}`) ? 'is-critical' : '',
        kind.startsWith('event') ? 'is-event' : kind === 'pipe' ? 'is-pipe' : ''];
      svg.append(drawing('path', {class: classes.join(' ').trim(), d: curve([from, ...(bends.get(link) ?? []), to])}));
    }
    for (const number of nodes) svg.append(node(number, left(number), top(number)));
    picture.replaceChildren(svg);
    byId('graph-hint').textContent = [
      'From left to right. The thick line is the critical path.',
      run.links.some(([, , kind]) => kind.startsWith('event')) ? 'Dashed: by an event.' : '',
      run.links.some(([, , kind]) => kind === 'pipe') ? 'Dotted: by a pipe.' : '',
      nodes.length < run.tasks.length ? `${count(nodes.length)} of ${count(run.tasks.length)} tasks: the critical path, what failed, the task that is chosen, and what is around them.` : '',
    ].filter(Boolean).join(' ');
  }

  function node(number, x, y) {
    const task = run.tasks[number];
    const kind = stateClass(task.result);
    const text = `${task.name}: ${task.result}${task.start == null ? '' : `, ${duration(task.end - task.start)}`}`;
    const classes = ['node', relations.critical.has(number) ? 'is-critical' : '', number === chosen ? 'is-chosen' : ''];
    return drawing('g', {class: classes.join(' ').trim(), transform: `translate(${x} ${y})`, tabindex: '0', role: 'button',
      'aria-label': text, 'data-task': number,
      onclick: () => showTask(number),
      onkeydown: event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          showTask(number);
        }
      }},
    drawing('title', {}, text),
    drawing('rect', {class: 'box', width: NODE.width, height: NODE.height, rx: 7}),
    drawing('path', {class: `edge-of-state ${kind}`, d: `M7 1H5.5A4.5 4.5 0 0 0 1 5.5V${NODE.height - 5.5}A4.5 4.5 0 0 0 5.5 ${NODE.height - 1}H7Z`}),
    drawing('text', {class: `sign ${kind}`, x: 12, y: 19}, SIGNS[task.result] ?? '·'),
    drawing('text', {x: 27, y: 19}, cutText(task.name, 20)),
    drawing('text', {class: 'more', x: 27, y: 35}, cutText([task.result, nodeCounts(task)].filter(Boolean).join(' · '), 24)));
  }

  draw();
  return {
    choose(task) {
      chosen = task;
      if (run.tasks.length > MOST_NODES) draw();
      for (const each of picture.querySelectorAll('.node')) {
        each.classList.toggle('is-chosen', Number(each.dataset.task) === task);
      }
    },
  };
}
