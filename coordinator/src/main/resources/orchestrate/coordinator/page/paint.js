// Paints the rows of the timeline that are in view.

const AXIS = 22;

const laneGutter = () => innerWidth < 760 ? 70 : 104;

/** Stripes, so that what failed is told from the rest without its colour. */
function stripes(context, colour, paper) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const brush = tile.getContext('2d');
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 8, 8);
  brush.strokeStyle = paper;
  brush.lineWidth = 1.6;
  brush.beginPath();
  brush.moveTo(-2, 6); brush.lineTo(6, -2); brush.moveTo(2, 10); brush.lineTo(10, 2);
  brush.stroke();
  return context.createPattern(tile, 'repeat');
}

/**
 * Paints once.
 *
 * `view` has from, to (milliseconds), width and height (pixels), and top: how far it is scrolled.
 * `chosen` is a row and a thing on it, or null; `arrows` go from one place to another.
 */
function paint(context, colours, view, model, {chosen, byState, arrows}) {
  const gutter = laneGutter();
  const right = view.width - 8;
  const scale = (right - gutter) / (view.to - view.from);
  const x = time => gutter + (time - view.from) * scale;
  const y = row => AXIS + row * ROW - view.top;
  const ratio = devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colours.card;
  context.fillRect(0, 0, view.width, view.height);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';

  const failed = stripes(context, colours.failed, colours.card);
  const waiting = stripes(context, colours.waiting, colours.card);
  const firstRow = Math.max(0, Math.floor(view.top / ROW));
  const lastRow = Math.min(model.rows.length, Math.ceil((view.top + view.height - AXIS) / ROW));

  const step = tickStep(view.to - view.from, (right - gutter) / 110);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
    const at = Math.round(x(tick)) + 0.5;
    context.moveTo(at, AXIS);
    context.lineTo(at, view.height);
  }
  context.stroke();

  context.save();
  context.beginPath();
  context.rect(gutter, AXIS, right - gutter, view.height - AXIS);
  context.clip();
  for (let number = firstRow; number < lastRow; number++) {
    paintRow(number);
  }
  for (const {from, to, needed} of arrows) {
    paintArrow(from, to, needed);
  }
  if (chosen) {
    const row = model.rows[chosen.row];
    const left = x(startOf(row, chosen.thing));
    const width = Math.max(3, x(endOf(row, chosen.thing)) - left);
    context.strokeStyle = colours.critical;
    context.lineWidth = 2;
    context.strokeRect(left - 1, y(chosen.row) + (ROW - BAR) / 2 - 1, width + 2, BAR + 2);
  }
  context.restore();
  paintLabels();
  paintAxis();

  function paintRow(number) {
    const row = model.rows[number];
    const top = y(number) + (ROW - BAR) / 2;
    let painted = -1;
    let paintedBad = -1;
    for (let i = firstAfter(row, view.from); i < row.things.length; i++) {
      const thing = row.things[i];
      const start = startOf(row, thing);
      if (start > view.to) break;
      const left = x(start);
      const end = Math.max(x(endOf(row, thing)), left + 1);
      const bad = row.kind === 'lane' && isBad(thing);
      // Of many within a pixel one is enough, but never at the cost of one that failed.
      if (end <= (bad ? paintedBad : painted)) continue;
      const from = Math.max(left, gutter - 2);
      const width = Math.max(1, Math.min(end, right + 2) - from - (end - left > 4 ? 1 : 0));
      context.fillStyle = fillOf(row, thing);
      context.globalAlpha = row.kind === 'lane' && thing < 0
        ? 0.35 + 0.5 * Math.min(1, data.several.busy[-1 - thing] / Math.max(1e-9, data.several.length[-1 - thing])) : 1;
      context.fillRect(from, top, bad ? Math.max(2, width) : width, BAR);
      context.globalAlpha = 1;
      painted = Math.ceil(end);
      if (bad) paintedBad = painted;
      if (width > 34) paintText(labelOf(row, thing), from + 5, top, width - 8, row.kind === 'wait' || bad);
    }
  }

  function isBad(thing) {
    if (thing < 0) return data.several.failed[-1 - thing] > 0 && byState;
    const word = run.states[data.attempts.state[thing]];
    return word === 'failed' || word === 'allowed failure' || word === 'tried again';
  }

  function fillOf(row, thing) {
    if (row.kind === 'wait') return waiting;
    if (thing < 0) return byState ? colours.states[0] : taskColour(colours, data.several.task[-1 - thing]);
    const state = data.attempts.state[thing];
    if (run.states[state] === 'failed') return failed;
    if (byState || run.states[state] !== 'ok') return colours.states[state];
    return taskColour(colours, data.attempts.task[thing]);
  }

  function labelOf(row, thing) {
    if (row.kind === 'wait') return waitText(thing);
    return thing < 0 ? severalText(-1 - thing) : attemptName(thing);
  }

  function paintText(text, left, top, width, plate) {
    const letters = Math.floor(width / 6.2);
    const shown = text.length > letters ? (letters > 2 ? text.slice(0, letters - 1) + '…' : '') : text;
    if (plate && shown) {
      context.fillStyle = colours.card;
      context.fillRect(left - 3, top + 2, Math.min(width, context.measureText(shown).width + 6), BAR - 4);
    }
    context.fillStyle = plate ? colours.ink : '#ffffff';
    context.fillText(shown, left, top + BAR / 2 + 0.5);
  }

  function paintArrow(from, to, needed) {
    const startX = x(from.time);
    const startY = y(from.row) + ROW / 2;
    const endX = x(to.time);
    const endY = y(to.row) + ROW / 2;
    const bend = Math.max(16, Math.min(80, Math.abs(endX - startX) / 2));
    context.strokeStyle = context.fillStyle = needed ? colours.critical : colours.accent;
    context.lineWidth = 1.75;
    context.setLineDash(needed ? [] : [5, 4]);
    context.beginPath();
    context.moveTo(startX, startY);
    context.bezierCurveTo(startX + bend, startY, endX - bend, endY, endX, endY);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(endX, endY);
    context.lineTo(endX - 7, endY - 4);
    context.lineTo(endX - 7, endY + 4);
    context.fill();
  }

  function paintLabels() {
    context.fillStyle = colours.card;
    context.fillRect(0, AXIS, gutter - 1, view.height);
    context.fillStyle = colours.soft;
    for (let number = firstRow; number < lastRow; number++) {
      context.fillText(model.rows[number].label, 8, y(number) + ROW / 2, gutter - 14);
    }
  }

  function paintAxis() {
    context.fillStyle = colours.card;
    context.fillRect(0, 0, view.width, AXIS);
    context.fillStyle = colours.soft;
    context.textAlign = 'center';
    for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
      const at = x(tick);
      if (at > gutter - 4 && at < right - 16) context.fillText(moment(tick, step), at, AXIS / 2);
    }
    context.textAlign = 'start';
    context.strokeStyle = colours.line;
    context.beginPath();
    context.moveTo(0, AXIS - 0.5);
    context.lineTo(view.width, AXIS - 0.5);
    context.moveTo(gutter - 0.5, AXIS);
    context.lineTo(gutter - 0.5, view.height);
    context.stroke();
  }
}
