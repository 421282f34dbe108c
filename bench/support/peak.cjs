const { readFileSync } = require('node:fs');

/**
 * Returns the peak memory of this process, MB. Uses /proc if available, because on Linux the value
 * of getrusage starts at that of the parent process.
 */
exports.peakMB = () => {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return (Number(kib) * 1024) / 1e6;
  } catch {
    return (process.resourceUsage().maxRSS * 1024) / 1e6;
  }
};
