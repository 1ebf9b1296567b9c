// Numbers for people.

/** A duration, in milliseconds. */
function duration(millis) {
  if (millis < 0.0005) return '0';
  if (millis < 1) return `${round(millis * 1000)} µs`;
  if (millis < 1000) return `${round(millis)} ms`;
  if (millis < 60_000) return `${round(millis / 1000)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

/** To three digits. */
function round(number) {
  return number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
}

/** A moment of the run, in milliseconds since its beginning, so that neighbours `step` apart differ. */
function moment(millis, step = 1) {
  const decimals = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(step) + 1e-9)));
  const sign = millis < 0 ? '-' : '';
  const seconds = Math.abs(millis) / 1000;
  if (seconds < 60) return `${sign}${seconds.toFixed(decimals)} s`;
  const rest = (seconds % 60).toFixed(decimals).padStart(decimals ? decimals + 3 : 2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${sign}${minutes}:${rest}`
    : `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

function count(number) {
  return number.toLocaleString('en');
}

function some(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function size(bytes) {
  return bytes >= 1 << 30 ? `${round(bytes / (1 << 30))} GiB` : `${round(bytes / (1 << 20))} MiB`;
}

/** Round steps between the ticks of an axis. */
function tickStep(range, ticks) {
  const rough = range / Math.max(1, ticks);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(factor => factor * power >= rough) * power;
  if (step < 1000) return step;
  return [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400]
    .map(seconds => seconds * 1000).find(candidate => candidate >= rough) ?? step;
}
