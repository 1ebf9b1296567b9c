// The timeline: what is in view, what is chosen, and how mouse, fingers and keys change that.

const TALLEST_TIMELINE = 440;

function showTimeline() {
  const box = byId('lanes');
  const canvas = byId('lanes-canvas');
  const context = canvas.getContext('2d');
  const model = timelineRows();
  const view = {from: 0, to: runLength(), width: 0, height: 0, top: 0};
  let colours = palette();
  let chosen = null;
  let arrows = [];
  let scheduled = false;
  const overview = showOverview((from, to) => look(from, to));

  const tall = AXIS + model.rows.length * ROW + 4;
  byId('lanes-inner').style.height = `${tall}px`;
  box.style.height = `${Math.min(tall, TALLEST_TIMELINE) + 2}px`;

  function size() {
    const ratio = devicePixelRatio || 1;
    view.width = box.clientWidth;
    view.height = box.clientHeight;
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    canvas.style.width = `${view.width}px`;
    canvas.style.height = `${view.height}px`;
    redraw();
  }

  function redraw() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      paint(context, colours, view, model, {chosen, arrows, byState: byId('colours').value === 'state'});
    });
  }

  /** Shows a part of the run, within what there is. */
  function look(from, to) {
    const length = Math.max(runLength() / 1e6, Math.min(runLength(), to - from), 0.0005);
    view.from = Math.max(0, Math.min(from, runLength() - length));
    view.to = view.from + length;
    overview.mark(view.from, view.to);
    redraw();
  }

  function zoom(factor, around = (view.from + view.to) / 2) {
    look(around - (around - view.from) * factor, around + (view.to - around) * factor);
  }

  const timeAt = pixels => view.from + (pixels - laneGutter()) / (view.width - 8 - laneGutter()) * (view.to - view.from);

  /** What is at a place of the canvas; null if there is nothing. */
  function thingAt(event) {
    const place = canvas.getBoundingClientRect();
    const number = Math.floor((event.clientY - place.top - AXIS + view.top) / ROW);
    const row = model.rows[number];
    const left = event.clientX - place.left;
    if (!row || left < laneGutter() || event.clientY - place.top < AXIS) return null;
    const slack = 2 * (view.to - view.from) / view.width;
    const time = timeAt(left);
    const i = firstAfter(row, time - slack);
    return i < row.things.length && startOf(row, row.things[i]) <= time + slack ? {row: number, thing: row.things[i]} : null;
  }

  /** From what a task needs to it, and from it to what needs it. */
  function arrowsOf(task) {
    const found = [];
    const place = (attempt, atEnd) => ({row: model.rowOfLane[data.attempts.lane[attempt]],
      time: data.attempts.start[attempt] + (atEnd ? data.attempts.length[attempt] : 0)});
    function arrow(from, to, needed) {
      const source = relations.last[from];
      const target = relations.first[to];
      if (source < 0 || target < 0) return;
      const begin = place(source, true);
      const end = place(target, false);
      // A service that others need goes on while they run.
      if (begin.time > end.time) begin.time = end.time;
      found.push({from: begin, to: end, needed});
    }
    for (const [from] of relations.before[task]) arrow(from, task, true);
    for (const [to] of relations.after[task]) arrow(task, to, false);
    return found.slice(0, 200);
  }

  function taskOf({row, thing}) {
    if (model.rows[row].kind === 'wait') return data.waits.task[thing];
    return thing >= 0 ? data.attempts.task[thing] : data.several.task[-1 - thing];
  }

  function choose(place, announce) {
    chosen = place;
    arrows = [];
    if (place) {
      const task = taskOf(place);
      arrows = task >= 0 ? arrowsOf(task) : [];
      const row = model.rows[place.row];
      if (announce) byId('timeline-live').textContent = `${row.label}: ${describe(row, place.thing)}`;
      const start = startOf(row, place.thing);
      const end = endOf(row, place.thing);
      if (end < view.from || start > view.to) {
        const length = view.to - view.from;
        look(start - length / 2, start + length / 2);
      }
      const top = place.row * ROW;
      if (top < box.scrollTop) box.scrollTop = top;
      if (top + ROW + AXIS > box.scrollTop + view.height) box.scrollTop = top + ROW + AXIS - view.height;
    }
    redraw();
  }

  function open(place) {
    const row = model.rows[place.row];
    const task = taskOf(place);
    if (row.kind === 'lane' && place.thing >= 0) showAttempt(place.thing);
    else if (row.kind === 'lane') showSeveral(-1 - place.thing);
    else showTask(task);
  }

  /** Goes to the next thing on the row, or to the row above or below. */
  function step(along, down) {
    if (!chosen) {
      const row = model.rows.findIndex(each => each.kind === 'lane' && each.things.length > 0);
      if (row >= 0) choose({row, thing: model.rows[row].things[Math.min(firstAfter(model.rows[row], view.from), model.rows[row].things.length - 1)]}, true);
      return;
    }
    let row = chosen.row;
    if (down !== 0) {
      do row += down; while (model.rows[row] && model.rows[row].things.length === 0);
      if (!model.rows[row]) return;
      const i = firstAfter(model.rows[row], startOf(model.rows[chosen.row], chosen.thing));
      choose({row, thing: model.rows[row].things[Math.min(i, model.rows[row].things.length - 1)]}, true);
      return;
    }
    const things = model.rows[row].things;
    const next = things.indexOf(chosen.thing) + along;
    if (next >= 0 && next < things.length) choose({row, thing: things[next]}, true);
  }

  box.addEventListener('scroll', () => { view.top = box.scrollTop; redraw(); });
  box.addEventListener('keydown', event => {
    const moves = {ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1),
      ArrowDown: () => step(0, 1), '+': () => zoom(0.5, middle()), '=': () => zoom(0.5, middle()), '-': () => zoom(2, middle()),
      '0': () => look(0, runLength()), Enter: () => chosen && open(chosen)};
    if (event.ctrlKey || event.metaKey || event.altKey || !moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
  function middle() {
    return chosen ? startOf(model.rows[chosen.row], chosen.thing) : (view.from + view.to) / 2;
  }
  box.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (event.ctrlKey) {
      zoom(2 ** (event.deltaY / 200), timeAt(event.clientX - canvas.getBoundingClientRect().left));
    } else {
      const pixels = event.deltaX || event.deltaY;
      const by = pixels / view.width * (view.to - view.from);
      look(view.from + by, view.to + by);
    }
  }, {passive: false});

  let drag = null;
  canvas.addEventListener('pointerdown', event => { drag = {x: event.clientX, from: view.from, to: view.to, moved: false}; });
  addEventListener('pointermove', event => {
    if (drag) {
      const by = (drag.x - event.clientX) / view.width * (drag.to - drag.from);
      drag.moved ||= Math.abs(drag.x - event.clientX) > 4;
      if (drag.moved) look(drag.from + by, drag.to + by);
    } else if (event.target === canvas) {
      const place = thingAt(event);
      canvas.title = place ? describe(model.rows[place.row], place.thing) : '';
    }
  });
  addEventListener('pointercancel', () => { drag = null; });
  addEventListener('pointerup', event => {
    if (drag && !drag.moved && event.target === canvas) {
      const place = thingAt(event);
      choose(place, true);
      if (place) open(place);
    }
    drag = null;
  });
  byId('zoom-in').addEventListener('click', () => zoom(0.5));
  byId('zoom-out').addEventListener('click', () => zoom(2));
  byId('zoom-all').addEventListener('click', () => look(0, runLength()));
  byId('colours').addEventListener('change', redraw);
  new ResizeObserver(size).observe(box);
  whenColoursChange(() => { colours = palette(); redraw(); showLegend(colours); });
  timelineHint(model);

  return {
    /** Shows where an attempt is, or the first of a task. */
    chooseAttempt(attempt) {
      if (attempt >= 0 && data.attempts.lane[attempt] >= 0) {
        choose({row: model.rowOfLane[data.attempts.lane[attempt]], thing: attempt}, false);
      }
    },
  };
}

function timelineHint(model) {
  const parts = ['Each row is a lane of a worker. Choose an attempt to see its details, and arrows from what its task needed (solid) and to what needed it (dashed). The chart on top of them is how many lanes were at work: drag in it to see a part.'];
  if (run.unlisted.drawnTogether > 0) parts.push(`${count(run.unlisted.drawnTogether)} of the shorter attempts are drawn together.`);
  if (run.unlisted.notShown > 0) parts.push(`${count(run.unlisted.notShown)} attempts are only counted.`);
  if (model.waitsLeftOut > 0) parts.push(`${some(model.waitsLeftOut, 'wait')} beside too many others ${model.waitsLeftOut === 1 ? 'is' : 'are'} not drawn.`);
  byId('timeline-hint').textContent = parts.join(' ');
}

function showLegend(colours) {
  const swatch = (colour, text) => {
    const box = element('i');
    box.style.background = colour;
    return element('span', {}, box, text);
  };
  const striped = colour => `repeating-linear-gradient(135deg, ${colour} 0 4px, ${colours.card} 4px 5.5px)`;
  const present = new Set(data.attempts.state.subarray(0, data.attempts.size));
  const states = run.states.map((word, i) => [word, i]).filter(([word, i]) => present.has(i) && word !== 'ok')
    .map(([word, i]) => swatch(word === 'failed' ? striped(colours.failed) : colours.states[i], word));
  byId('legend').replaceChildren(
    ...run.tasks.slice(0, TASK_COLOURS).map((task, i) => swatch(colours.tasks[i], task.name)),
    ...(run.tasks.length > TASK_COLOURS ? ['and so on'] : []),
    ...states,
    ...(data.waits.size > 0 ? [swatch(striped(colours.waiting), 'waiting')] : []));
}
