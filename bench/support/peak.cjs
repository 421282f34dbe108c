const { readFileSync } = require('node:fs');

/**
 * The most memory that this process has had at once, in MB. By /proc where there is one: what getrusage tells of a new
 * process on Linux begins at what its parent had.
 */
exports.peakMB = () => {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return (Number(kib) * 1024) / 1e6;
  } catch {
    return (process.resourceUsage().maxRSS * 1024) / 1e6;
  }
};
