// All tasks, or all attempts, as a table of which only the rows in view exist.

const ROW_HEIGHT = 31;
const SPARE_ROWS = 12;

/** What the columns show, and by what they are sorted. */
const TASK_COLUMNS = [
  {head: 'Task', sort: i => run.tasks[i].name, cell: i => taskLink(i)},
  {head: 'State', sort: i => run.tasks[i].result, cell: i => stateMark(run.tasks[i].result)},
  {head: 'Items', number: true, sort: i => run.tasks[i].count ?? 1, cell: i => run.tasks[i].count == null ? '' : count(run.tasks[i].count)},
  {head: 'Failed', number: true, sort: i => run.tasks[i].failed ?? 0, cell: i => run.tasks[i].failed ? count(run.tasks[i].failed) : ''},
  {head: 'Retried', number: true, sort: i => run.tasks[i].retries ?? 0, cell: i => run.tasks[i].retries ? count(run.tasks[i].retries) : ''},
  {head: 'Began', number: true, sort: i => run.tasks[i].start ?? Infinity, cell: i => run.tasks[i].start == null ? '' : moment(run.tasks[i].start)},
  {head: 'Took', number: true, sort: i => taskLength(run.tasks[i]), cell: i => run.tasks[i].start == null ? '' : duration(taskLength(run.tasks[i]))},
  {head: 'Work', number: true, sort: i => run.tasks[i].busy ?? 0, cell: i => run.tasks[i].busy ? duration(run.tasks[i].busy) : ''},
  {head: 'Processor', number: true, sort: i => run.tasks[i].cpu ?? 0, cell: i => run.tasks[i].cpu ? duration(run.tasks[i].cpu) : ''},
  {head: 'Memory', number: true, sort: i => run.tasks[i].peak ?? 0, cell: i => run.tasks[i].peak ? size(run.tasks[i].peak) : ''},
  {head: 'Reason', sort: i => taskReason(run.tasks[i]), cell: i => taskReason(run.tasks[i])},
];

const ATTEMPT_COLUMNS = [
  {head: 'Attempt', sort: i => data.attempts.task[i] * 2 ** 40 + data.attempts.instance[i], cell: i => attemptLink(i)},
  {head: 'Item', sort: i => data.textAt(data.attempts.item[i]), cell: i => data.textAt(data.attempts.item[i])},
  {head: 'State', sort: i => attemptState(i), cell: i => stateMark(attemptState(i))},
  {head: 'Began', number: true, sort: i => data.attempts.start[i], cell: i => moment(data.attempts.start[i])},
  {head: 'Took', number: true, sort: i => data.attempts.length[i], cell: i => data.attempts.lane[i] < 0 ? '' : duration(data.attempts.length[i])},
  {head: 'No.', number: true, sort: i => data.attempts.attempt[i], cell: i => data.attempts.attempt[i] || ''},
  {head: 'Where', sort: i => data.attempts.lane[i], cell: i => laneName(data.attempts.lane[i])},
  {head: 'Processor', number: true, sort: i => data.attempts.cpu[i], cell: i => data.attempts.cpu[i] ? duration(data.attempts.cpu[i]) : ''},
  {head: 'Memory', number: true, sort: i => data.attempts.peak[i], cell: i => data.attempts.peak[i] ? size(data.attempts.peak[i]) : ''},
  {head: 'Reason', sort: i => attemptReason(i), cell: i => attemptReason(i)},
];

const taskLength = task => task.start == null ? 0 : task.end - task.start;
const taskLink = i => element('button', {type: 'button', class: 'link', onclick: () => showTask(i)}, run.tasks[i].name);
const attemptLink = i => element('button', {type: 'button', class: 'link', onclick: () => showAttempt(i)}, attemptName(i));

const TABLES = {
  tasks: {columns: TASK_COLUMNS, size: () => run.tasks.length, state: i => run.tasks[i].result, noun: 'task',
    text: i => `${run.tasks[i].name} ${run.tasks[i].result} ${taskReason(run.tasks[i])}`},
  attempts: {columns: ATTEMPT_COLUMNS, size: () => data.attempts.size, state: attemptState, noun: 'attempt',
    sorted: {column: ATTEMPT_COLUMNS.findIndex(({head}) => head === 'Began'), up: true},
    text: i => `${attemptName(i)} ${data.textAt(data.attempts.item[i])} ${attemptState(i)} ${attemptReason(i)}`},
};

function showTable() {
  const what = byId('table-what');
  const state = byId('table-state');
  const search = byId('table-search');
  const scroll = byId('table-scroll');
  let table, head, body, shown, sorted;
  const texts = {};

  function begin() {
    table = TABLES[what.value];
    sorted = table.sorted ? {...table.sorted} : null;
    const states = new Map();
    for (let i = 0; i < table.size(); i++) states.set(table.state(i), (states.get(table.state(i)) ?? 0) + 1);
    state.replaceChildren(element('option', {value: ''}, 'any'),
      ...[...states].map(([word, number]) => element('option', {value: word}, `${word} (${count(number)})`)));
    head = element('tr', {}, ...table.columns.map((column, i) => element('th',
      {scope: 'col', 'aria-sort': 'none', class: column.number ? 'number' : null},
      element('button', {type: 'button', onclick: () => sortBy(i)}, column.head))));
    body = element('tbody');
    scroll.replaceChildren(element('table', {}, element('thead', {}, head), body));
    filter();
  }

  /** All words of the search must be somewhere in a row's text. */
  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [];
    if (words.length > 0) {
      texts[what.value] ??= Array.from({length: table.size()}, (_, i) => table.text(i).toLowerCase());
    }
    for (let i = 0; i < table.size(); i++) {
      if (state.value && table.state(i) !== state.value) continue;
      if (words.every(word => texts[what.value][i].includes(word))) rows.push(i);
    }
    shown = rows;
    sort();
    scroll.querySelector('table').setAttribute('aria-rowcount', shown.length + 1);
    byId('table-count').textContent = shown.length === table.size() ? some(shown.length, table.noun)
      : `${count(shown.length)} of ${some(table.size(), table.noun)}`;
    const missing = run.unlisted.drawnTogether + run.unlisted.notShown;
    if (what.value === 'attempts' && missing > 0) {
      byId('table-count').textContent += `; ${count(missing)} more are not listed one by one: they went as quickly as most, after the first 100,000`;
    }
  }

  function sortBy(column) {
    sorted = sorted?.column === column ? {column, up: !sorted.up} : {column, up: !table.columns[column].number};
    sort();
  }

  function sort() {
    if (sorted) {
      const keys = new Map(shown.map(i => [i, table.columns[sorted.column].sort(i)]));
      const sign = sorted.up ? 1 : -1;
      const collator = new Intl.Collator('en', {numeric: true});
      shown.sort((a, b) => {
        const one = keys.get(a);
        const other = keys.get(b);
        const order = typeof one === 'string' ? collator.compare(one, other) : one - other;
        return (sign * order || a - b);
      });
      [...head.children].forEach((cell, i) => cell.setAttribute('aria-sort',
        i === sorted.column ? (sorted.up ? 'ascending' : 'descending') : 'none'));
    }
    scroll.scrollTop = 0;
    render();
  }

  /** Only the rows in view, and what keeps their place. */
  function render() {
    const first = Math.max(0, Math.floor(scroll.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const last = Math.min(shown.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / ROW_HEIGHT) + SPARE_ROWS);
    const gap = rows => {
      const cell = element('td', {colspan: table.columns.length});
      cell.style.height = `${rows * ROW_HEIGHT}px`;
      return element('tr', {class: 'gap', 'aria-hidden': 'true'}, cell);
    };
    const rows = [];
    for (let place = first; place < last; place++) {
      rows.push(element('tr', {'aria-rowindex': place + 2}, ...table.columns.map(column => {
        const content = column.cell(shown[place]);
        const text = typeof content === 'string' ? content : null;
        return element('td', {class: column.number ? 'number' : null, title: text && text.length > 40 ? text : null}, content);
      })));
    }
    const focused = body.contains(document.activeElement);
    body.replaceChildren(gap(first), ...rows, gap(shown.length - last));
    if (focused) scroll.focus({preventScroll: true});
  }

  let waiting = false;
  scroll.addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; render(); });
  });
  what.addEventListener('change', begin);
  state.addEventListener('change', filter);
  search.addEventListener('input', filter);
  begin();
}
