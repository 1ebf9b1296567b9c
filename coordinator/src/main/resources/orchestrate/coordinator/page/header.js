// What the run was, and how it ended.

function showHeader() {
  document.title = `${run.outcome}: ${run.job}`;
  const counts = new Map();
  for (const task of run.tasks) {
    counts.set(task.result, (counts.get(task.result) ?? 0) + 1);
  }
  const order = ['failed', 'allowed failure', 'cancelled', 'skipped', 'ok', 'up to date'];
  const chips = [...counts].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0])).map(([word, number]) =>
    element('li', {}, element('b', {}, count(number)), ' ', stateMark(word)));
  const attempts = run.durations.total;
  const started = new Date(run.started);
  const machine = new Map(run.surroundings).get('machine');
  byId('head').replaceChildren(
    element('div', {class: 'title'},
      element('h1', {}, run.job),
      element('span', {class: `badge ${run.outcome}`},
        element('span', {'aria-hidden': 'true'}, SIGNS[run.outcome] ?? ''), run.outcome)),
    element('div', {class: 'facts'},
      element('span', {}, 'took ', element('b', {}, duration(run.millis))),
      element('span', {}, 'began ', element('time', {datetime: started.toISOString()}, started.toLocaleString())),
      element('span', {}, element('b', {}, count(run.slots)), run.slots === 1 ? ' slot' : ' slots', machine ? ` on ${machine}` : ''),
      element('span', {}, element('b', {}, count(attempts)), attempts === 1 ? ' attempt' : ' attempts'),
      element('span', {}, 'file ', element('code', {}, run.file)),
      element('span', {}, 'run ', element('code', {}, run.run))),
    ...(run.stopReason ? [element('p', {}, `Stopped: ${run.stopReason}`)] : []),
    element('ul', {class: 'chips', 'aria-label': 'Tasks by how they ended'},
      element('li', {}, element('b', {}, count(run.tasks.length)), run.tasks.length === 1 ? ' task' : ' tasks'), ...chips));
}

function showSections() {
  const links = [...document.querySelectorAll('main section')].filter(section => !section.hidden).map(section =>
    element('li', {}, element('a', {href: `#${section.id}`}, section.querySelector('h2').textContent)));
  byId('sections').replaceChildren(element('ul', {}, ...links));
  byId('sections').hidden = false;
}

function showSurroundings() {
  const list = byId('surroundings-list');
  list.append(pairs(run.surroundings));
  if (run.params.length > 0) {
    list.append(element('h3', {}, 'Parameters'), pairs(run.params));
  }
  if (run.remarks.length > 0) {
    list.append(element('h3', {}, 'What happened to the run'),
      pairs(run.remarks.map(([at, text]) => [moment(at), text])));
  }
}
