// Preloaded into a measured program: writes the resources that it has used to a file when it ends.
const { writeFileSync } = require('node:fs');
const { peakMB } = require('./peak.cjs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const figures = { peakMB: peakMB(), cpuMs: (user + system) / 1000 };
  writeFileSync(process.env.BENCH_FIGURES, JSON.stringify(figures));
});
