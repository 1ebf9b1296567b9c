// uPlot in the page's colours and width.

function chart(target, height, options, data) {
  let plot = null;
  function draw() {
    plot?.destroy();
    const colours = palette();
    plot = new uPlot({
      width: target.clientWidth || 300,
      height,
      legend: {show: false},
      ...options(colours),
    }, data, target);
  }
  whenColoursChange(draw);
  new ResizeObserver(() => {
    if (plot && target.clientWidth > 0) plot.setSize({width: target.clientWidth, height});
  }).observe(target);
  return {
    plot: () => plot,
    show(newData) {
      data = newData;
      draw();
    },
  };
}

function axis(colours, more = {}) {
  return {stroke: colours.soft, grid: {stroke: colours.line, width: 1}, ticks: {stroke: colours.line, width: 1, size: 4},
    font: '12px system-ui, sans-serif', ...more};
}
