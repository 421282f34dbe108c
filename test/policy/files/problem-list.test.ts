import { MAX_PROBLEMS, ProblemList } from '../../../src/policy/files/problem-list';
import { policyProblems } from '../../../src/policy/files/check';
import { NOW } from '../fixtures';

test('a problem that is found twice is named once, and others about its path are', () => {
  const problems = new ProblemList([{ path: ['a'], message: 'wrong' }]);
  problems.add({ path: ['a'], message: 'wrong' });
  problems.add({ path: ['a'], message: 'blank' });
  expect(problems.all.map(({ message }) => message)).toEqual(['wrong', 'blank']);
  expect([problems.isAbout(['a']), problems.isAbout(['a', 0])]).toEqual([true, false]);
});

test('of any number of problems the first are named, and that there are more', () => {
  const wrong = (count: number) =>
    policyProblems(
      { version: 1, maxSeverity: 'Low', declarations: Array<unknown>(count).fill(1) },
      NOW,
    );
  expect(wrong(MAX_PROBLEMS)).toHaveLength(MAX_PROBLEMS);
  const named = wrong(20 * MAX_PROBLEMS);
  expect(named).toHaveLength(MAX_PROBLEMS + 1);
  expect(named.at(-1)).toEqual({
    path: [],
    message: 'there are more than 500 problems: fix these first',
  });
});
