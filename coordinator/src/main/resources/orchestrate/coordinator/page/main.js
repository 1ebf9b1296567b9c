// Reads the data, then shows one part after the other.

let run, data, relations, graph, timeline;

async function main() {
  run = await readRun();
  showHeader();
  data = await readAttempts();
  relations = relateTasks();
  byId('main').hidden = false;
  showFailures();
  timeline = showTimeline();
  graph = showGraph();
  showCriticalPath();
  showCores();
  showDurations();
  showTable();
  showSurroundings();
  showSections();
  listenForClosing();
  document.documentElement.dataset.shown = 'yes';
}

main().catch(problem => {
  const message = typeof DecompressionStream === 'undefined'
    ? 'This browser is too old for this page: it lacks DecompressionStream.'
    : `This page can't show the run: ${problem}`;
  byId('head').replaceChildren(element('p', {role: 'alert'}, message));
  throw problem;
});
