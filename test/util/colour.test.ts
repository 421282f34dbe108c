import { mayColour } from '../../src/util/colour';

test.each([
  { env: {}, terminal: true, file: false },
  { env: { TERM: 'xterm-256color' }, terminal: true, file: false },
  { env: { TERM: 'dumb' }, terminal: false, file: false },
  { env: { NO_COLOR: '1' }, terminal: false, file: false },
  { env: { NO_COLOR: '0' }, terminal: false, file: false },
  { env: { NO_COLOR: '' }, terminal: true, file: false },
  { env: { FORCE_COLOR: '1' }, terminal: true, file: true },
  { env: { FORCE_COLOR: '' }, terminal: true, file: true },
  { env: { FORCE_COLOR: 'true' }, terminal: true, file: true },
  { env: { FORCE_COLOR: '3' }, terminal: true, file: true },
  { env: { FORCE_COLOR: '0' }, terminal: false, file: false },
  { env: { FORCE_COLOR: 'false' }, terminal: false, file: false },
  { env: { FORCE_COLOR: '1', NO_COLOR: '1' }, terminal: true, file: true },
  { env: { FORCE_COLOR: '1', TERM: 'dumb' }, terminal: true, file: true },
  { env: { FORCE_COLOR: '0', CLICOLOR_FORCE: '1' }, terminal: false, file: false },
  { env: { CLICOLOR: '0' }, terminal: false, file: false },
  { env: { CLICOLOR: '1' }, terminal: true, file: false },
  { env: { CLICOLOR: '' }, terminal: true, file: false },
  { env: { CLICOLOR_FORCE: '1' }, terminal: true, file: true },
  { env: { CLICOLOR_FORCE: '0' }, terminal: true, file: false },
  { env: { CLICOLOR_FORCE: '' }, terminal: true, file: false },
  { env: { CLICOLOR_FORCE: '1', NO_COLOR: '1' }, terminal: false, file: false },
  { env: { CLICOLOR_FORCE: '1', CLICOLOR: '0' }, terminal: true, file: true },
  { env: { CLICOLOR_FORCE: '1', TERM: 'dumb' }, terminal: true, file: true },
])('$env colours a terminal: $terminal, a file: $file', ({ env, terminal, file }) => {
  expect(mayColour({ isTTY: true }, env)).toBe(terminal);
  expect(mayColour({ isTTY: false }, env)).toBe(file);
  expect(mayColour({}, env)).toBe(file);
});
