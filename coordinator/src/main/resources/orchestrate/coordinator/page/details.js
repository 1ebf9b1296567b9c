// The details of what was chosen, wherever it was.

let askedFrom = null;

function showDetails(title, ...content) {
  const panel = byId('details');
  if (panel.hidden) askedFrom = document.activeElement;
  byId('details-title').textContent = title;
  byId('details-body').replaceChildren(...content.filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
  byId('details-title').focus({preventScroll: true});
}

function closeDetails() {
  byId('details').hidden = true;
  if (askedFrom?.isConnected) askedFrom.focus({preventScroll: true});
}

function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function taskButtons(links) {
  const span = element('span');
  links.slice(0, 40).forEach(([number, kind], i) => span.append(i ? ', ' : '',
    element('button', {type: 'button', class: 'link', onclick: () => showTask(number)}, run.tasks[number].name),
    kind === 'need' ? '' : ` (${kind})`));
  if (links.length > 40) span.append(` and ${count(links.length - 40)} more`);
  return links.length ? span : null;
}

function showTask(number) {
  const task = run.tasks[number];
  graph.choose(number);
  timeline.chooseAttempt(relations.first[number]);
  const step = run.criticalPath.find(([each]) => each === number);
  showDetails(task.name,
    pairs([
      ['state', stateMark(task.result)],
      ['why', taskReason(task)],
      ['where', task.place],
      ['items', task.count == null ? null : [`${count(task.ok ?? 0)} of ${count(task.count)} ok`,
        task.upToDate ? `${count(task.upToDate)} up to date` : '', task.failed ? `${count(task.failed)} failed` : '',
        task.cancelled ? `${count(task.cancelled)} cancelled` : ''].filter(Boolean).join(', ')],
      ['began', task.start == null ? null : `${moment(task.start)} after the run began`],
      ['took', task.start == null ? null : duration(taskLength(task))],
      ['ready after', task.readyAfter == null ? null : duration(task.readyAfter)],
      ['work', task.busy ? `${duration(task.busy)} of all attempts` : null],
      ['processor', task.cpu ? duration(task.cpu) : null],
      ['memory', task.peak ? `at most ${size(task.peak)}` : null],
      ['retried', task.retries ? count(task.retries) : null],
      ['warnings', task.warnings ? `${count(task.warnings)}, in its logs` : null],
      ['subtasks', task.subtasks ? count(task.subtasks) : null],
      ['artifacts', task.artifactTrouble ?? (task.artifacts ? some(task.artifacts, 'file') : null)],
      ['critical path', step ? `waited ${duration(step[1])}, then ${duration(step[3] - step[2])}` : null],
      ['comes after', taskButtons(relations.before[number])],
      ['comes before', taskButtons(relations.after[number])],
      ['log', task.log],
    ]),
    task.command ? element('h3', {}, task.count == null ? 'What it ran' : 'What its first attempt ran') : null,
    task.command ? element('pre', {}, task.command) : null,
    task.printed ? element('h3', {}, 'What it printed last') : null,
    task.printed ? element('pre', {}, task.printed.join('\n')) : null);
}

function showAttempt(i) {
  const {attempts} = data;
  const task = run.tasks[attempts.task[i]];
  timeline.chooseAttempt(i);
  graph.choose(attempts.task[i]);
  const name = task.count == null ? task.name : `${task.name}[${attempts.instance[i]}]`;
  const began = attempts.lane[i] >= 0;
  showDetails(attemptName(i),
    pairs([
      ['state', stateMark(attemptState(i))],
      ['why', attemptReason(i)],
      ['item', data.textAt(attempts.item[i])],
      ['task', element('button', {type: 'button', class: 'link', onclick: () => showTask(attempts.task[i])}, task.name)],
      ['attempt', attempts.attempt[i] ? String(attempts.attempt[i]) : 'it never began'],
      ['began', began ? `${moment(attempts.start[i], 0.001)} after the run began` : null],
      ['took', began ? duration(attempts.length[i]) : null],
      ['where', laneName(attempts.lane[i])],
      ['processor', attempts.cpu[i] ? duration(attempts.cpu[i]) : null],
      ['memory', attempts.peak[i] ? size(attempts.peak[i]) : null],
      ['its log', began && !attempts.subtask[i]
        ? element('code', {}, `orchestrate logs ${run.run} ${quoted(name)} --attempt ${attempts.attempt[i]}`) : null],
    ]));
}

function showSeveral(number) {
  const {several} = data;
  const task = several.task[number];
  showDetails(severalText(number),
    element('p', {class: 'hint'}, 'Attempts that are drawn together, because each is short and there are very many.'),
    pairs([
      ['began', `${moment(several.start[number], 0.001)} after the run began`],
      ['until', moment(several.start[number] + several.length[number], 0.001)],
      ['at work', duration(several.busy[number])],
      ['attempts', count(several.count[number])],
      ['not ok', several.failed[number] ? count(several.failed[number]) : null],
      ['where', laneName(several.lane[number])],
      ['task', task < 0 ? 'several' : element('button', {type: 'button', class: 'link', onclick: () => showTask(task)}, run.tasks[task].name)],
    ]));
}

function listenForClosing() {
  byId('details-close').addEventListener('click', closeDetails);
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && !byId('details').hidden) closeDetails();
  });
}
