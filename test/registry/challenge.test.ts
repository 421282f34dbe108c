import { challengeOf } from '../../src/registry/challenge';

test.each([
  [
    'Bearer realm="https://a/t",service="s, 1",scope="x"',
    { realm: 'https://a/t', service: 's, 1', scope: 'x' },
  ],
  ['Basic realm="r", Bearer realm="https://a/t"', { realm: 'https://a/t' }],
  ['basic realm=r', { realm: 'r' }],
])('the challenge %s is parsed', (header, parameters) => {
  expect(challengeOf(header)?.parameters).toEqual(parameters);
});
