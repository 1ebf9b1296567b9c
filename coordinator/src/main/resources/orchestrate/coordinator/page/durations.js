// How the durations of attempts are spread.

function showDurations() {
  const select = byId('durations-task');
  select.append(element('option', {value: '-1'}, 'all tasks'));
  run.tasks.forEach((task, i) => {
    if (task.durations) select.append(element('option', {value: i}, task.name));
  });
  if (run.durations.total === 0) {
    byId('durations').hidden = true;
    return;
  }
  const shown = chart(byId('durations-chart'), 200, colours => {
    const {first, counts} = chosen();
    return {
      padding: [8, 8, 0, 0],
      cursor: {y: false, drag: {x: false, y: false}, points: {show: false}},
      scales: {x: {time: false, range: (_, low, high) => [low - 0.5, high + 0.5]}, y: {range: (_, low, high) => [0, Math.max(1, high * 1.05)]}},
      axes: [
        axis(colours, {size: 28, space: 70, incrs: [1, 2, 4, 8, 16, 32], values: (_, ticks) => ticks.map(tick =>
          Number.isInteger(tick) && tick >= 0 ? duration(run.classes[tick] ?? 0) : '')}),
        axis(colours, {size: 64, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5], values: (_, ticks) => ticks.map(count)}),
      ],
      series: [{}, {stroke: colours.accent, fill: colours.accent + '99', width: 1, points: {show: false},
        paths: uPlot.paths.bars({size: [0.9, 60]})}],
    };
  }, columns(run.durations));

  function chosen() {
    const number = Number(select.value);
    return number < 0 ? run.durations : run.tasks[number].durations;
  }
  function columns({first, counts}) {
    return [counts.map((_, i) => first + i), counts];
  }
  function tell() {
    const {total, sum, longest, percentiles: [half, most, nearlyAll], first, counts} = chosen();
    byId('durations-text').textContent = `${some(total, 'attempt')}, ${duration(sum)} in all, ${duration(sum / total)} on the average. `
      + (total > 1 ? `Half took up to about ${duration(half)}, 90 % ${duration(most)}, 99 % ${duration(nearlyAll)}; the longest ${duration(longest)}.` : '');
    byId('durations-table').replaceChildren(numbersTable('Attempts by duration', ['from', 'to', 'attempts'],
      counts.map((number, i) => [duration(run.classes[first + i]), duration(run.classes[first + i + 1]), count(number)])
        .filter((_, i) => counts[i] > 0)));
  }
  select.addEventListener('change', () => {
    shown.show(columns(chosen()));
    tell();
  });
  tell();
}
