// Runs `npm audit` for the runtime dependencies. Vulnerabilities and failed audits are errors. A
// registry that can't be reached, or has no audits, is only reported.
import { spawnSync } from 'node:child_process';

const { stdout, stderr, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
const report = parsed(stdout ?? '');
const found = report?.metadata?.vulnerabilities;
const unanswered = noAnswer(report);
if (found?.total === 0) {
  console.log('audited: no known vulnerability in runtime dependencies');
} else if (found?.total > 0) {
  console.log(`audited: ${found.total} known vulnerabilities in runtime dependencies`);
  for (const { name, severity, range } of Object.values(report.vulnerabilities ?? {})) {
    console.log(`  ${name} ${range}: ${severity}`);
  }
  process.exitCode = 1;
} else if (unanswered !== undefined) {
  console.log(`not audited: the registry gave no answer (${unanswered})`);
} else {
  const why =
    report?.error?.summary || report?.message || error?.message || stderr?.trim().split('\n').pop();
  console.error(`not audited: npm audit failed (${why || 'nothing was said'})`);
  process.exitCode = 1;
}

/**
 * Returns npm's message for a network error or an HTTP status, for which the registry is
 * responsible.
 */
function noAnswer(report) {
  const message = report?.message;
  if (typeof message !== 'string') return undefined;
  // With a 400, the registry says that the request is wrong.
  const status = /^([45]\d\d) /.exec(message)?.[1];
  if (status !== undefined) return status === '400' ? undefined : message;
  const network =
    /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)\b|socket hang up|timeout/i;
  return network.test(message) ? message : undefined;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
