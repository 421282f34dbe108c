// `npm audit` of what the package brings along. Vulnerabilities fail; a registry that can't be asked is told and does not.
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const report = parsed(stdout);
const found = report?.metadata?.vulnerabilities;
if (found === undefined) {
  const why = report?.message ?? report?.error?.summary ?? stderr.trim().split('\n').pop();
  console.log(`not audited: the registry gave no answer (${why || 'nothing was said'})`);
} else if (found.total === 0) {
  console.log('audited: no known vulnerability in runtime dependencies');
} else {
  console.log(`audited: ${found.total} known vulnerabilities in runtime dependencies`);
  for (const { name, severity, range } of Object.values(report.vulnerabilities)) {
    console.log(`  ${name} ${range}: ${severity}`);
  }
  process.exitCode = 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
