// How states look: by a sign and a word as well as by a colour.

const SIGNS = {
  'ok': '✓', 'up to date': '=', 'tried again': '↻', 'allowed failure': '!', 'failed': '✗', 'cancelled': '⊘',
  'skipped': '–', 'waiting': '…', 'running': '▸', 'succeeded': '✓', 'stopped': '⊘',
};
const TASK_COLOURS = 8;

const stateClass = word => word.replaceAll(' ', '-');

function stateMark(word) {
  return element('span', {class: `state ${stateClass(word)}`},
    element('span', {class: 'sign', 'aria-hidden': 'true'}, SIGNS[word] ?? '·'), word);
}

/** The colours of the page as they are now, light or dark. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  const names = ['paper', 'card', 'ink', 'soft', 'line', 'hover', 'accent', 'focus', 'failed', 'waiting', 'critical'];
  const found = Object.fromEntries(names.map(name => [name, colour(name)]));
  found.states = run.states.map(word => colour(stateClass(word)));
  found.tasks = Array.from({length: TASK_COLOURS}, (_, i) => colour(`task-${i}`));
  return found;
}

const taskColour = (colours, task) => task < 0 ? colours.waiting : colours.tasks[task % TASK_COLOURS];

/** Calls it now, and whenever the page turns from light to dark or back. */
function whenColoursChange(draw) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
}
