import {
  planQuestions,
  platformQuestions,
} from '../../../../src/constructs/gate/at-plan/plan-question';
import { parseReference } from '../../../../src/policy';
import { ImageSource } from '../../../../src/policy/model/image-source';
import { HandledVulnerabilities, KnownExploited } from '../../../../src/policy/model/props';
import { VULNERABILITY_RULE_IDS } from '../../../../src/policy/model/rule-id';
import {
  AskedJudging,
  readJudging,
} from '../../../../src/policy/vulnerabilities/plan/plan-judging';
import { image, sha, thrown } from '../../support';

const reference = parseReference(`swr.example.com/shop/web:1.4@${sha('a')}`);
const judged = { image: image(), imageSource: ImageSource.CICD };

const judging: AskedJudging = {
  max: { critical: 0, high: 3 },
  graceDays: { high: 14 },
  handled: HandledVulnerabilities.SKIP,
  knownExploited: KnownExploited.DENY,
  registryNames: ['prod'],
  exceptions: [{ version: '^1[.]4$', rules: VULNERABILITY_RULE_IDS, end: 1, ids: ['CVE-2026-1'] }],
};

const contextWith = (given: AskedJudging | undefined) => ({
  lists: [ImageSource.CICD],
  target: { projectId: 'p', endpoint: 'https://hss.example.com' },
  enterpriseProjectId: undefined,
  ...(given === undefined ? {} : { judging: given }),
});

const NAMES = `namespace=shop&image_name=web&image_digest=sha256%3A${'a'.repeat(64)}`;

test('a question about vulnerabilities names how they are judged, and HSS itself can not be asked', () => {
  const [question, ...others] = planQuestions(reference, judged, contextWith(judging));
  expect(others).toEqual([]);
  const [, text] = /^\/v5\/p\/image\/cicd\/images\?(.*)$/.exec(question.path)!;
  const [names, parameter] = text.split('&vulnerabilities=');
  expect(names).toBe(NAMES);
  expect(readJudging(parameter)).toEqual(judging);
  expect(question).toMatchObject({
    url: null,
    only_exec: expect.stringMatching(/^vulnerabilities can only be judged .* hss-gate exec/),
  });
});

test('so does one about a platform', () => {
  const platform = { digest: sha('1'), names: ['shop/web'] };
  const questions = platformQuestions(platform, ['shop/web'], contextWith(judging));
  for (const { path, url, only_exec: why } of questions) {
    expect(readJudging(path.split('&vulnerabilities=')[1])).toEqual(judging);
    expect([url, why]).toEqual([null, expect.stringMatching(/^vulnerabilities can only/)]);
  }
});

test('without vulnerabilities HSS itself can be asked', () => {
  const [question] = planQuestions(reference, judged, contextWith(undefined));
  expect(question.path).toBe(`/v5/p/image/cicd/images?${NAMES}`);
  expect(question.url).toMatch(/^https:/);
  expect(question.only_exec).toBe('');
});

test('too many exceptions for a query are refused, and none is omitted', () => {
  const ids = Array.from({ length: 500 }, (_, at) => `CVE-2026-${10_000 + at}`);
  const exceptions = [{ rules: VULNERABILITY_RULE_IDS, end: 1, ids }];
  const asked = (count: number) => () =>
    planQuestions(
      reference,
      judged,
      contextWith({ ...judging, exceptions: [{ ...exceptions[0], ids: ids.slice(0, count) }] }),
    );
  expect(asked(300)).not.toThrow();
  expect(thrown(asked(500)).message).toMatch(
    /^HSS_INVALID_ARGUMENT: the exceptions for the image namespace=shop image_name=web list 500 vulnerabilities/,
  );
});
