import { readFileSync } from 'node:fs';
import { PICTURE, terminalPicture } from '../../scripts/terminal-picture';

test("the README's terminal shows what the commands print; npm run picture writes it", () => {
  expect(terminalPicture()).toBe(readFileSync(PICTURE, 'utf8'));
});
