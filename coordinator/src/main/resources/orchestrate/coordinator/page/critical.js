// What the length of the run was made of.

function showCriticalPath() {
  const path = run.criticalPath;
  const list = byId('critical-list');
  if (path.length === 0) {
    byId('critical-hint').textContent = 'Nothing ran.';
    return;
  }
  const waited = path.reduce((sum, [, wait]) => sum + wait, 0);
  byId('critical-hint').textContent =
    `The task that ended last, what it had waited for longest, and so on back. To be faster, the run needs one of these ${some(path.length, 'task')} to be faster`
    + (waited > run.millis / 100 ? `, or to wait less than ${duration(waited)} for its turn (striped).` : '.');
  for (const [number, wait, start, end] of path) {
    const whole = Math.max(1, run.span);
    const bar = (from, to, kind) => {
      const part = element('i', {class: kind});
      part.style.left = `${from / whole * 100}%`;
      part.style.width = `${Math.max(0, to - from) / whole * 100}%`;
      if (!kind) part.style.background = `var(--task-${number % TASK_COLOURS})`;
      return part;
    };
    list.append(element('li', {},
      element('button', {type: 'button', class: 'link', onclick: () => showTask(number)}, run.tasks[number].name),
      element('span', {class: 'soft'}, [wait > 0 ? `waited ${duration(wait)}, ` : '', `${duration(end - start)}`,
        ` (${Math.round((end - start) / whole * 100)} %)`].join('')),
      element('span', {class: 'track', 'aria-hidden': 'true'}, wait > 0 ? bar(start - wait, start, 'waited') : null, bar(start, end, ''))));
  }
}
