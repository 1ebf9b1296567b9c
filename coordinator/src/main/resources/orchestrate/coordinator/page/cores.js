// What the run would take with more or fewer slots, as far as a simulation can say.

function showCores() {
  const {points, shortest, work} = run.whatIf;
  const here = points.find(([slots]) => slots === run.slots);
  if (!here || here[1] <= 0) {
    byId('cores-text').textContent = run.durations.total === 0 ? 'Nothing ran.'
      : 'There are too many tasks that wait for each other to simulate them.';
    return;
  }
  const best = points.at(-1);
  const gain = 1 - best[1] / here[1];
  const enough = points.find(([, millis]) => millis <= best[1] * 1.02);
  const sentences = [
    here[1] < run.millis / 2 ? `Little can be said: attempts account for ${duration(here[1])} of the ${duration(run.millis)} that the run took. The rest is not a want of slots: starting workers, handing out, and pauses.`
    : gain < 0.02 ? `Nothing: up to ${count(best[0])} slots it would take as long as with ${count(run.slots)}.`
      : `With ${count(best[0])} instead of ${some(run.slots, 'slot')} it would take about ${duration(best[1])} instead of ${duration(here[1])}, ${Math.round(gain * 100)} % less`
        + (enough[0] < best[0] && enough[0] > run.slots ? `; ${count(enough[0])} are nearly as good.` : '.'),
    `However many there are, it takes at least ${duration(shortest)}: the longest chain of attempts that need each other. All work together is ${duration(work)} of one slot.`,
    `This is a simulation of what was measured, with as much memory and as many permits as there were; with ${some(run.slots, 'slot')} it gives ${duration(here[1])}, and the run took ${duration(run.millis)}. Slots that share a core give less.`,
  ];
  byId('cores-text').replaceChildren(element('strong', {}, sentences[0]), ` ${sentences[1]} `, element('span', {class: 'soft'}, sentences[2]));
  chart(byId('cores-chart'), 190, colours => ({
    padding: [8, 12, 0, 0],
    cursor: {y: false, drag: {x: false, y: false}},
    scales: {x: {time: false, range: [points[0][0] - 0.25, best[0] + 0.25]}, y: {range: [0, points[0][1] * 1.08]}},
    axes: [
      axis(colours, {size: 28, incrs: [1, 2, 4, 8, 16, 32, 64], values: (_, ticks) => ticks.map(tick => Number.isInteger(tick) ? String(tick) : ''),
        label: 'slots', labelSize: 16, labelGap: 0, labelFont: '12px system-ui, sans-serif'}),
      axis(colours, {size: 64, values: (_, ticks) => ticks.map(tick => duration(tick))}),
    ],
    series: [{},
      {stroke: colours.accent, width: 2, points: {show: true, size: 5, fill: colours.card}},
      {stroke: colours.soft, width: 1, dash: [5, 4], points: {show: false}},
      {stroke: colours.failed, width: 0, points: {show: true, size: 11, width: 2, stroke: colours.critical, fill: colours.card}}],
  }), [points.map(([slots]) => slots), points.map(([, millis]) => millis), points.map(() => shortest),
    points.map(([slots, millis]) => slots === run.slots ? millis : null)]);
  byId('cores-table').append(numbersTable('Simulated length of the run by slots', ['slots', 'length', 'of now'],
    points.map(([slots, millis]) => [count(slots), duration(millis), `${Math.round(millis / here[1] * 100)} %`])));
}
