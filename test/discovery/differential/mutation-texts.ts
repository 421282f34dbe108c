/** Characters, scalars, tags, keys and markers that readers of YAML and JSON may take differently. */

/** An image that is in no seed: what a text hides. */
export const HIDDEN = 'reg.example/hidden:1';
export const ODD_ENDS = ['\r\n', '\r', '\u0085', '\u2028', '\u2029', '\n\r', '\v', '\f'];
export const ODD_CHARACTERS = [
  ...[
    '\0',
    '\u0001',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u2028',
    '\u2029',
  ],
  ...['\ufeff', '\ufffd', '\ufffe', '\u{1f600}', '\u{10ffff}', '\t', '\r', '\v', '\f'],
];
export const STRUCTURE = [...'{}[],:-?#&*!|>\'"%@`\\ \n\t'];
/** Texts that YAML 1.1 and 1.2, or two of its readers, take for different values. */
export const SCALARS = [
  ...[
    'yes',
    'no',
    'on',
    'off',
    'y',
    'n',
    'true',
    '~',
    'null',
    '',
    '.inf',
    '-.INF',
    '.nan',
    '=',
    '<<',
  ],
  ...['017', '0o17', '0x1F', '0b11', '1_000', '1e3', '+1', '1.', '.5', '190:20:30', '2001-01-01'],
  ...[
    '18446744073709551616',
    '1.10',
    '- a',
    '*x',
    '@x',
    '`x',
    '%x',
    '!',
    '? a',
    'a: b',
    'a #b',
    '[]',
    '{}',
  ],
];
export const TAGS = [
  ...[
    '!!str',
    '!!binary',
    '!!map',
    '!!seq',
    '!!set',
    '!!omap',
    '!!null',
    '!!int',
    '!!float',
    '!!bool',
  ],
  ...['!!merge', '!!timestamp', '!local', '!', '!<tag:yaml.org,2002:str>', '!<!local>', '!e!str'],
];
/** What a merge or a second key says, by the key that it stands beside. */
export const OVERRIDES: Readonly<
  Record<string, readonly (readonly [key: string, value: string])[]>
> = {
  image: [
    ['image', HIDDEN],
    ['image', HIDDEN],
    ['image', 'null'],
  ],
  kind: [
    ['kind', 'Pod'],
    ['kind', 'Pod'],
    ['kind', 'ConfigMap'],
    ['spec', `{containers: [{name: h, image: ${HIDDEN}}]}`],
  ],
  apiVersion: [
    ['apiVersion', 'v1'],
    ['apiVersion', 'shop.example/v1'],
    ['kind', 'Pod'],
  ],
  containers: [
    ['containers', `[{name: h, image: ${HIDDEN}}]`],
    ['containers', '[{name: h}]'],
    ['initContainers', `[{name: h, image: ${HIDDEN}}]`],
  ],
  spec: [
    ['spec', `{containers: [{name: h, image: ${HIDDEN}}]}`],
    ['spec', '{}'],
  ],
};
export const MARKERS = [
  ...[
    '---',
    '--- ',
    '---\t',
    '--- # note',
    '--- text',
    '---text',
    ' ---',
    '--- |',
    '--- >',
    '--- {}',
    '----',
  ],
  ...[
    '...',
    '... ',
    '... # note',
    '... text',
    ' ...',
    '---\r',
    '...\r',
    '%YAML 1.1\n---',
    '%YAML 1.2\n---',
  ],
  ...[
    '%YAML 3.0\n---',
    '%TAG ! tag:example.org,2000:\n---',
    '%FOO bar\n---',
    '---\n---',
    '--- !!map',
    '--- &a',
  ],
];
