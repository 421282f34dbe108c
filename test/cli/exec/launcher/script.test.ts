import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launcherScript } from '../../../../src/cli/exec/launcher/script';
import { folderWith } from '../../../support/gated-plans';
import { run } from '../../../support/processes';

/** The text of a launcher, run by its shell with a client that answers in each way. */

const ANSWERS = [
  {
    what: 'lets it apply',
    client: 'echo "set -- apply copy.bin"',
    exitCode: 0,
    ran: 'apply copy.bin',
  },
  { what: 'fails', client: 'exit 125', exitCode: 125, ran: '' },
  { what: 'ends without a word', client: 'exit 0', exitCode: 125, ran: '' },
];

test.each(ANSWERS)('an apply whose client $what', async ({ client, exitCode, ran }) => {
  const folder = folderWith({});
  const [bin, next] = [join(folder, 'bin'), join(folder, 'next')];
  const script = (file: string, text: string): void => {
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  };
  mkdirSync(bin);
  mkdirSync(next);
  script(join(next, 'terraform'), '#!/bin/sh\necho "$*"\n');
  const settings = { shell: '/bin/sh', name: 'terraform', folder: bin };
  const launcher = join(bin, 'terraform');
  script(launcher, launcherScript({ ...settings, client: ['/bin/sh', '-c', client] }));
  const ended = await run([launcher, 'apply', 'plan.bin'], { PATH: `${bin}:${next}` });
  expect(ended).toMatchObject({ exitCode, stdout: ran === '' ? '' : `${ran}\n` });
});
