// Preloaded into a program that is measured from outside: writes what it has used into a file when it ends.
const { writeFileSync } = require('node:fs');
const { peakMB } = require('./peak.cjs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const figures = { peakMB: peakMB(), cpuMs: (user + system) / 1000 };
  writeFileSync(process.env.BENCH_FIGURES, JSON.stringify(figures));
});
