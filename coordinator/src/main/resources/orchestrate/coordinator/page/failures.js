// What failed, why, and where to look.

const OPEN_FAILURES = 3;

function showFailures() {
  if (run.failures.length === 0) return;
  const list = byId('failures-list');
  // Those that matter first, each in the order in which they happened.
  const sorted = run.failures.toSorted((a, b) => Boolean(a.allowed) - Boolean(b.allowed));
  sorted.forEach((failure, number) => list.append(failureCard(failure, number < OPEN_FAILURES)));
  if (run.allFailures > run.failures.length) {
    list.append(element('p', {class: 'note'},
      `${count(run.allFailures - run.failures.length)} more failed; the first ${count(run.failures.length)} are here, and more are in the table below.`));
  }
  byId('failures').hidden = false;
}

function failureCard(failure, open) {
  const task = run.tasks[failure.task];
  const facts = [failure.attempt > 0 ? `attempt ${failure.attempt}, ${duration(failure.millis)}` : 'it never began', task.place];
  if (failure.log) facts.push(`log ${failure.log}`);
  const card = element('article', {class: failure.allowed ? 'failure is-allowed' : 'failure'},
    element('h3', {}, element('button', {type: 'button', class: 'link', onclick: () => showTask(failure.task)}, failure.name),
      failure.allowed ? ', which may fail' : ''),
    element('p', {class: 'reason'}, failure.reason),
    element('p', {class: 'hint'}, facts.filter(Boolean).join(' · ')));
  if (failure.printed.length > 0) {
    card.append(element('details', {open}, element('summary', {}, `last ${some(failure.printed.length, 'line')} of its log`),
      element('pre', {tabindex: '0', 'aria-label': `Log of ${failure.name}`}, failure.printed.join('\n'))));
  } else if (failure.attempt > 0) {
    card.append(element('p', {class: 'hint'}, 'It printed nothing.'));
  }
  return card;
}
