import { PolicyFiles, loadPolicy } from '../../../src/policy';
import { NOW, filesOf, sha } from '../fixtures';
import { BASE, CHILD, load, refusal } from './extension-support';

describe('the path of a parent', () => {
  const at = (
    path: string,
    extended: string,
    links: { [path: string]: string } = {},
    root = '/repo',
  ) => {
    const files = filesOf(
      {
        '/repo/base.yaml': BASE,
        '/repo/org/base.yaml': BASE,
        '/repo/org/base.json': JSON.stringify({ version: 1, maxSeverity: 'Low' }),
        '/etc/base.yaml': `secret: ${sha('f')}\n`,
        '/repo2/base.yaml': BASE,
        '/repo/a/b/team.yaml': `version: 1\nextends: ${JSON.stringify(extended)}\n`,
      },
      links,
      root,
    );
    return { files, load: () => loadPolicy(path, files, NOW) };
  };
  test.each([
    '../../base.yaml',
    '../../org/base.yaml',
    '../../org/base.json',
    './../../org/../base.yaml',
    '../b/../../base.yaml',
  ])('is accepted as %s', (extended) => {
    expect(at('a/b/team.yaml', extended).load().maxSeverity).toBe('Low');
    expect(at('/repo/a/b/team.yaml', extended).load().maxSeverity).toBe('Low');
  });
  test.each([
    ['/repo/base.yaml', 'is not a relative path'],
    ['//host/base.yaml', 'is not a relative path'],
    ['https://example.com/base.yaml', 'is not a relative path'],
    ['file:../../base.yaml', 'is not a relative path'],
    ['C:/base.yaml', 'is not a relative path'],
    ['C:base.yaml', 'is not a relative path'],
    ['..\\..\\base.yaml', 'is not a relative path'],
    ['a\u0000.yaml', 'is not a relative path'],
    ['a\n.yaml', 'is not a relative path'],
    ['../../../etc/base.yaml', 'leads out of /repo'],
    ['../../../repo2/base.yaml', 'leads out of /repo'],
    ['../../../../../../../etc/base.yaml', 'leads out of /repo'],
    ['../../nope.yaml', "which is /repo/nope.yaml, can't be read (ENOENT)"],
    ['', 'it is blank'],
    ['..', 'expected a relative path, with /, to a .yaml, .yml or .json file, got ".."'],
    ['../../.env', 'expected a relative path, with /, to a .yaml, .yml or .json file'],
    ['../../base', 'expected a relative path'],
    ['../../base.yaml ', 'expected a relative path'],
    ['$HOME/base.yaml', "which is /repo/a/b/$HOME/base.yaml, can't be read (ENOENT)"],
    ['~/base.yaml', "which is /repo/a/b/~/base.yaml, can't be read (ENOENT)"],
  ])('is refused as %j', (extended, said) => {
    const { files, load: act } = at('a/b/team.yaml', extended);
    const summary = refusal(act);
    expect(summary).toMatch(/^a\/b\/team\.yaml:2:10: extends: /);
    expect(summary).toContain(said);
    // What is outside is not even read.
    expect(files.reads.filter((path) => !path.startsWith('/repo/'))).toEqual(['a/b/team.yaml']);
  });
  test.each(['[a.yaml]', '{a: b.yaml}', '5', '~', 'true', ''])('is not accepted as %s', (value) => {
    const summary = refusal(() => load(BASE, `version: 1\nextends: ${value}\n`));
    expect(summary).toMatch(/^team\.yaml:2:\d+: extends: expected a text: a relative path/);
  });
  test('is not followed out of the tree by a link, whose content stays unread', () => {
    const summary = refusal(
      at('a/b/team.yaml', 'x.yaml', { '/repo/a/b/x.yaml': '/etc/base.yaml' }).load,
    );
    expect(summary).toBe('a/b/team.yaml:2:10: extends: "x.yaml" is a link that leads out of /repo');
  });
  test('is followed by a link inside the tree, and starts where the file really is', () => {
    const links = { '/repo/link.yaml': '/repo/a/b/team.yaml' };
    expect(at('link.yaml', '../../base.yaml', links).load().maxVulnerabilities).toBe(50);
    // Called by its real path, since beside the link there is no such file.
    const files = filesOf(
      { '/repo/a/team.yaml': CHILD, '/repo/a/base.yaml': 'version: 2\nmaxSeverity: Low\n' },
      { '/repo/x/link.yaml': '/repo/a/team.yaml' },
    );
    expect(refusal(() => loadPolicy('x/link.yaml', files, NOW))).toMatch(
      /^\/repo\/a\/base\.yaml:1:10/,
    );
  });
  test('may not extend a policy outside the tree, which is itself accepted', () => {
    const files = filesOf({ '/etc/p.yaml': BASE, '/etc/c.yaml': 'version: 1\nextends: p.yaml\n' });
    expect(loadPolicy('/etc/p.yaml', files, NOW).maxSeverity).toBe('Low');
    expect(refusal(() => loadPolicy('/etc/c.yaml', files, NOW))).toContain('leads out of /repo');
  });
  test.each(['.', '', 'repo'])('is refused under a root that is not absolute, %j', (root) => {
    expect(refusal(at('a/b/team.yaml', '../../base.yaml', {}, root).load)).toContain(
      'leads out of',
    );
  });
  test('is accepted under the root of the file system', () => {
    expect(at('a/b/team.yaml', '../../base.yaml', {}, '/').load().maxSeverity).toBe('Low');
  });
  test('is named in errors relative to where the app runs', () => {
    const broken = {
      '/repo/org/base.yaml': 'version: 1\n',
      '/repo/a/t.yaml': 'version: 1\nextends: ../org/base.yaml\n',
    };
    const say = (path: string) => refusal(() => loadPolicy(path, filesOf(broken), NOW));
    expect(say('a/t.yaml')).toMatch(/^org\/base\.yaml:1:1: maxSeverity is missing/);
    expect(say('./a/t.yaml')).toMatch(/^org\/base\.yaml:1:1: maxSeverity is missing/);
    expect(say('/repo/a/t.yaml')).toMatch(/^\/repo\/org\/base\.yaml:1:1: maxSeverity is missing/);
  });
  test('has its own error for a file that does not exist', () => {
    const act = () => loadPolicy('no.yaml', filesOf({}), NOW);
    expect(refusal(act)).toBe("no.yaml: the policy file can't be read (ENOENT)");
    const refuse = () => {
      throw new Error('two\nlines');
    };
    const strange: PolicyFiles = { root: '/repo', read: refuse, readBytes: refuse };
    expect(refusal(() => loadPolicy('no.yaml', strange, NOW))).toContain('(two lines)');
  });
  test('leads to a refusal where the parent is not YAML', () => {
    expect(refusal(() => load('version: [1\n', CHILD))).toMatch(/^base\.yaml:2:1: /);
    expect(refusal(() => load('', CHILD))).toMatch(/^base\.yaml:1:1: it is empty/);
    expect(refusal(() => load('- a\n', CHILD))).toMatch(/^base\.yaml:1:1: expected a map/);
  });
});
