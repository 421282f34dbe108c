import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LOADER = join(__dirname, '..', '..', '..', 'lib', 'constructs', 'framework', 'load.js');

/** Loads a package before and after it is installed. */
const SOURCE = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  const { load, loadHttpBinding } = require('cdktf-hss/load.js');
  const [name, framework] = process.argv.slice(2);
  const look = () => (name === framework ? load(framework) : loadHttpBinding(framework));
  const before = look();
  const folder = __dirname + '/node_modules/' + name;
  mkdirSync(folder + '/lib', { recursive: true });
  writeFileSync(folder + '/package.json', JSON.stringify({ main: 'lib/main.js' }));
  for (const file of ['main', 'data-http', 'provider']) {
    writeFileSync(folder + '/lib/' + file + '.js', 'exports.found = true');
  }
  require(name);
  console.log(JSON.stringify({ before: before ?? null, after: look() }));
`;

test.each([
  ['cdktf', 'cdktf'],
  ['cdktn', 'cdktn'],
  ['@cdktf/provider-http', 'cdktf'],
  ['@cdktn/provider-http', 'cdktn'],
])(
  'in the runtime of another language %s can be installed after it was looked for',
  (name, framework) => {
    const app = mkdtempSync(join(tmpdir(), 'late-packages-'));
    mkdirSync(join(app, 'node_modules', 'cdktf-hss'), { recursive: true });
    cpSync(LOADER, join(app, 'node_modules', 'cdktf-hss', 'load.js'));
    writeFileSync(join(app, 'main.js'), SOURCE);
    const said = execFileSync(process.execPath, [join(app, 'main.js'), name, framework], {
      env: { ...process.env, JSII_AGENT: 'Test/1' },
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual({ before: null, after: { found: true } });
  },
);
