import { say } from '../../../../src/cli/shared/output/say';

/** What is written to stderr. */
function written(message: string): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  say(message);
  const [[text]] = write.mock.calls;
  write.mockRestore();
  return String(text);
}

test('a message keeps its lines and colours, and loses what a terminal or a pipeline would act upon', () => {
  expect(written('\u001b[1mtitle\u001b[22m\n  a\u001b[2Jb \u202ec\r::error::x ##vso[y]')).toBe(
    '\u001b[1mtitle\u001b[22m\n  a [2Jb  c : :error::x # #vso[y]\n',
  );
  expect(written('\u001b[31m::error::x')).toBe('\u001b[31m: :error::x\n');
});
