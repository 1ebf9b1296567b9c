// How many attempts ran at any time: a chart to see the whole by, and to choose a part of it.

const OVERVIEW_PARTS = 600;

/** How many lanes were at work, on the average of each part of the run. */
function busyLanes() {
  const width = Math.max(runLength(), 1e-6) / OVERVIEW_PARTS;
  const change = new Float64Array(OVERVIEW_PARTS + 2);
  const busy = new Float64Array(OVERVIEW_PARTS);
  function add(start, length, share) {
    const end = Math.min(start + length, OVERVIEW_PARTS * width);
    const from = Math.min(OVERVIEW_PARTS - 1, Math.floor(start / width));
    const to = Math.min(OVERVIEW_PARTS - 1, Math.floor(end / width));
    if (from === to) {
      busy[from] += share * (end - start) / width;
    } else {
      busy[from] += share * ((from + 1) * width - start) / width;
      busy[to] += share * (end - to * width) / width;
      change[from + 1] += share;
      change[to] -= share;
    }
  }
  const {attempts, several} = data;
  for (let i = 0; i < attempts.size; i++) {
    if (attempts.lane[i] >= 0 && !isService(attempts.task[i])) add(attempts.start[i], attempts.length[i], 1);
  }
  for (let i = 0; i < several.size; i++) {
    if (several.length[i] > 0) add(several.start[i], several.length[i], several.busy[i] / several.length[i]);
  }
  const at = [];
  const running = [];
  let whole = 0;
  for (let i = 0; i < OVERVIEW_PARTS; i++) {
    whole += change[i];
    at.push(i * width);
    running.push(whole + busy[i]);
  }
  at.push(OVERVIEW_PARTS * width);
  running.push(running.at(-1));
  return [at, running];
}

const isService = task => run.tasks[task].kind === 'service';

/** Until when there is something to draw; a lane may end a moment after what was told last. */
function runLength() {
  return Math.max(run.span, 0.001);
}

/** `chosen` is called with a part of the run, in milliseconds. */
function showOverview(chosen) {
  const series = busyLanes();
  const most = Math.max(1, ...series[1]);
  const shown = chart(byId('overview'), 96, colours => ({
    padding: [6, 8, 0, 0],
    cursor: {y: false, points: {show: false}, drag: {x: true, y: false, setScale: false}},
    scales: {x: {time: false}, y: {range: [0, most * 1.05]}},
    axes: [
      axis(colours, {size: 26, values: (_, ticks) => ticks.map(tick => moment(tick, ticks[1] - ticks[0] || 1)), space: 90}),
      axis(colours, {size: laneGutter(), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000, 100000], space: 24}),
    ],
    series: [{}, {stroke: colours.accent, fill: colours.accent + '33', width: 1.25, points: {show: false},
      paths: uPlot.paths.stepped({align: 1})}],
    hooks: {
      setSelect: [plot => {
        if (plot.select.width > 3) {
          chosen(plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x'));
        }
      }],
    },
  }), series);
  return {
    /** Marks the part that the timeline shows. */
    mark(from, to) {
      const plot = shown.plot();
      const whole = from <= 0 && to >= runLength();
      const left = plot.valToPos(Math.max(0, from), 'x');
      const right = plot.valToPos(Math.min(runLength(), to), 'x');
      plot.setSelect(whole ? {left: 0, top: 0, width: 0, height: 0}
        : {left, top: 0, width: Math.max(2, right - left), height: plot.over.clientHeight}, false);
    },
  };
}
