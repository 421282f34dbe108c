import { Random } from './random';
import { Seed, seedOf } from './seeds';

/** Changes a text in one way; gives the text back where it has no place for that. */
type Mutation = (text: string, random: Random) => string;

/** An image that is in no seed: what a text hides. */
const HIDDEN = 'reg.example/hidden:1';
const ODD_ENDS = ['\r\n', '\r', '\u0085', '\u2028', '\u2029', '\n\r', '\v', '\f'];
const ODD_CHARACTERS = [
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
const STRUCTURE = [...'{}[],:-?#&*!|>\'"%@`\\ \n\t'];
/** Texts that YAML 1.1 and 1.2, or two of its readers, take for different values. */
const SCALARS = [
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
const TAGS = [
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
const OVERRIDES: Readonly<Record<string, readonly (readonly [key: string, value: string])[]>> = {
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
const MARKERS = [
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

/** A line of a text in block style: `  - image: x`. */
const LINE = /^([ \t]*(?:- +)*)(["']?)([A-Za-z]+)\2:(?: +(.*))?$/;

interface Line {
  readonly index: number;
  /** What stands before the key. */
  readonly before: string;
  readonly key: string;
  readonly value: string;
}

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line, index) => {
    const parts = LINE.exec(line);
    if (parts === null) return [];
    return [{ index, before: parts[1], key: parts[3], value: parts[4] ?? '' }];
  });
}

/** Changes one line with a key into one or more lines. Prefers keys that decide what is deployed. */
function onLine(
  change: (line: Line, random: Random) => string,
  fits: (line: Line) => boolean = () => true,
): Mutation {
  return (text, random) => {
    const lines = linesOf(text).filter(fits);
    if (lines.length === 0) return text;
    const telling = lines.filter(({ key }) => /^(image|kind|apiVersion|\w*ontainers)$/.test(key));
    const line = random.pick(telling.length > 0 && !random.oneIn(4) ? telling : lines);
    const all = text.split('\n');
    all[line.index] = change(line, random);
    return all.join('\n');
  };
}

const hasValue = ({ value }: Line): boolean => value !== '' && !/^[|>]/.test(value);
const write = ({ before, key, value }: Line): string => `${before}${key}:${value && ` ${value}`}`;
const indent = ({ before }: Line): string => before.replace(/-/g, ' ');

/** Puts another member of the same map before or after a line. */
function beside(line: Line, member: string, random: Random): string {
  if (random.oneIn(2))
    return `${line.before}${member}\n${indent(line)}${write({ ...line, before: '' })}`;
  // What a key without a value holds is on the next lines.
  if (!hasValue(line))
    return `${line.before}${member}\n${indent(line)}${write({ ...line, before: '' })}`;
  return `${write(line)}\n${indent(line)}${member}`;
}

/** A member that says something else than the line, or adds to the map that the line is in. */
function override({ key }: { readonly key: string }, random: Random): string {
  const known = OVERRIDES[key === 'name' ? 'image' : key.replace(/^\w+C(?=ontainers$)/, 'c')];
  const members = known !== undefined && !random.oneIn(6) ? known : Object.values(OVERRIDES).flat();
  const [name, value] = random.pick(members);
  return `${random.oneIn(6) ? otherCase(name, random) : name}: ${value}`;
}

function otherCase(key: string, random: Random): string {
  if (random.oneIn(3)) return key.replace('s', '\u017f').replace('k', '\u212a');
  if (random.oneIn(2)) return key.toUpperCase();
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function merge(line: Line, random: Random): string {
  const map = `{${override(line, random)}}`;
  const key = random.pick(['<<', '<<', '<<', '"<<"', "'<<'", '!!merge <<', '!!str <<', '? <<\n: ']);
  const value = random.pick([
    map,
    map,
    `[${map}, {${override(line, random)}}]`,
    `{<<: ${map}}`,
    `{<<: ${map}, ${override(line, random)}}`,
    `[[${map}]]`,
    `&m ${map}`,
    `!!map ${map}`,
    'null',
    'text',
  ]);
  return key.startsWith('?') ? `<<: ${value}` : `${key}: ${value}`;
}

function at(
  text: string,
  random: Random,
  change: (before: string, after: string) => string,
): string {
  const place = random.below(text.length + 1);
  return change(text.slice(0, place), text.slice(place));
}

function replaceOne(pattern: RegExp, change: (found: string, random: Random) => string): Mutation {
  return (text, random) => {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) return text;
    const { 0: found, index } = random.pick(matches);
    return text.slice(0, index) + change(found, random) + text.slice(index + found.length);
  };
}

const escaped = (char: string, random: Random): string => {
  const code = char.charCodeAt(0).toString(16);
  const forms = [`\\u${code.padStart(4, '0')}`, `\\x${code}`, `\\U${code.padStart(8, '0')}`];
  return random.pick([forms[0], forms[0], ...forms, `\\${char}`]);
};

/** By name, so that a failure says what was done to the text. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'line ends': (text, random) => {
    const end = random.pick(ODD_ENDS);
    const often = random.pick([1, 3, 10]);
    return text.replace(/\n/g, (plain) => (random.oneIn(often) ? end : plain));
  },
  'comment with an odd line end': onLine((line, random) => {
    const comment = random.pick(['# note', ' # note', '#']);
    const end = random.pick(ODD_ENDS);
    const inner = random.oneIn(2) ? override(line, random) : merge(line, random);
    if (random.oneIn(3) && hasValue(line))
      return `${write(line)} ${comment}${end}${indent(line)}${inner}`;
    return `${comment}${end}${line.before}${inner}\n${indent(line)}${write({ ...line, before: '' })}`;
  }),
  'key behind a comment': onLine((line, random) => `# note${random.pick(ODD_ENDS)}${write(line)}`),
  'odd line end in a value': onLine(
    (line, random) =>
      `${write(line)}${random.pick(ODD_ENDS)}${indent(line)}${override(line, random)}`,
    hasValue,
  ),
  'byte order mark': (text, random) =>
    random.oneIn(2)
      ? `\ufeff${text}`
      : replaceOne(/^/gm, () => random.pick(['\ufeff', '---\n\ufeff', '\ufeff---\n']))(
          text,
          random,
        ),
  'merge key': onLine((line, random) => beside(line, merge(line, random), random)),
  'merge of an anchor': (text, random) => {
    const about = { key: random.pick(Object.keys(OVERRIDES)) };
    const maps = [1, 2, 3].map(() => `{${override(about, random)}}`);
    const value = random.pick(['*base', '*base', '[*base]', `[${maps[0]}, *base]`, '{<<: *base}']);
    const key = random.pick(['<<', '<<', '"<<"']);
    const merged = onLine(
      (line) => beside(line, `${key}: ${value}`, random),
      (line) => line.key === about.key,
    )(text, random);
    const again = random.oneIn(3) ? `x-again: &base ${maps[1]}\n` : '';
    return `x-base: &base ${maps[2]}\n${again}${merged}`;
  },
  'alias of a value': (text, random) => {
    const used = onLine(
      (line) => write({ ...line, value: random.pick(['*it', '*it', '&it *it', '*other']) }),
      hasValue,
    )(text, random);
    const again = random.oneIn(2) ? `x-again: &it ${HIDDEN}\n` : '';
    return `x-it: &it ${random.pick(['Pod', HIDDEN, 'image', '[a]'])}\n${again}${used}`;
  },
  'alias of a key': (text, random) => {
    const used = onLine((line) => `${line.before}*it : ${line.value}`, hasValue)(text, random);
    return `x-it: &it ${random.pick(['image', 'kind', 'Image', 'containers'])}\n${used}`;
  },
  'anchor in place': onLine((line, random) => {
    const value = `&${random.pick(['a', 'it', 'base'])} ${line.value}`;
    return write({ ...line, value });
  }),
  'second key': onLine((line, random) => beside(line, override(line, random), random)),
  'second key of the same name': onLine((line, random) => {
    const key = random.oneIn(3) ? line.key : otherCase(line.key, random);
    const known = (OVERRIDES[line.key] ?? []).filter(([name]) => name === line.key);
    return beside(
      line,
      `${key}: ${random.pick([...known.map(([, value]) => value), HIDDEN])}`,
      random,
    );
  }),
  'disguised kind': (text, random) =>
    onLine(
      (line) =>
        beside(
          { ...line, value: random.pick(['ConfigMap', 'Secret']) },
          random.pick([
            '<<: {kind: Pod}',
            '"<<": {kind: Pod}',
            'kind: Pod',
            'Kind: Pod',
            '\u212aind: Pod',
            '"\\x6bind": Pod',
            '? kind\n: Pod',
            '!!str kind: Pod',
            '<<: {kind: Pod, apiVersion: v1}',
          ]),
          random,
        ),
      ({ key }) => key === 'kind',
    )(text, random),
  'letter case of a key': onLine((line, random) =>
    write({ ...line, key: otherCase(line.key, random) }),
  ),
  'letter case of a quoted key': replaceOne(
    /"[A-Za-z]+"(?=\s*:)/g,
    (found, random) => `"${otherCase(found.slice(1, -1), random)}"`,
  ),
  'quoted key': onLine((line, random) => {
    const quoted = random.pick([`"${line.key}"`, `'${line.key}'`]);
    return `${line.before}${quoted}${random.pick([':', ' :', '  :'])} ${line.value}`;
  }),
  'escape in a quoted key': onLine((line, random) => {
    const place = random.below(line.key.length);
    const letter = escaped(line.key[place], random);
    const key = `"${line.key.slice(0, place)}${letter}${line.key.slice(place + 1)}"`;
    return `${line.before}${key}: ${line.value}`;
  }),
  'escape in a quoted text': replaceOne(/[a-z](?=[A-Za-z0-9/.:-]*")/g, escaped),
  'second member in JSON': replaceOne(/[{,](?=")/g, (found, random) => {
    const key = random.pick([
      'image',
      'Image',
      'IMAGE',
      'imag\\u0065',
      '\\u0049mage',
      'image\\u0000',
    ]);
    const value = random.pick([
      `"${HIDDEN}"`,
      'null',
      `"${HIDDEN.replace('h', '\\u0068')}"`,
      '1',
      '{}',
    ]);
    const lists = [
      'containers',
      'Containers',
      'container\u017f',
      'taskProperties',
      'ta\u017fkProperties',
      'tas\u212aProperties',
    ];
    const list = `"${random.pick(lists)}":[{"name":"h"},{"${key}":${value}}]`;
    const member = random.oneIn(2) ? `"${key}":${value}` : list;
    return `${found === '{' ? '{' : ','}${member},`;
  }),
  tag: onLine((line, random) => {
    const tag = random.pick(TAGS);
    const binary = Buffer.from(line.value).toString('base64');
    const value = tag === '!!binary' && random.oneIn(2) ? binary : line.value;
    if (random.oneIn(4)) return `${line.before}${tag} ${line.key}: ${line.value}`;
    return write({ ...line, value: `${tag} ${value}` });
  }),
  'block scalar': onLine((line, random) => {
    const header = random.pick([
      '|',
      '>',
      '|-',
      '>-',
      '|+',
      '|1',
      '>2-',
      '|-4',
      '|9',
      '| # note',
      '|x',
    ]);
    const inner = `${indent(line)}${' '.repeat(random.below(5))}`;
    const end = random.pick(['\n', '\n', ...ODD_ENDS]);
    return `${write({ ...line, value: header })}${end}${inner}${line.value}`;
  }, hasValue),
  'text beside a key': onLine((line, random) => {
    const header = random.pick(['|', '>', '|-', '|1', '|2', '|+', '"', "'", '']);
    const end = random.pick(['\n', '\n', ...ODD_ENDS]);
    const inner = `${indent(line)}${' '.repeat(random.below(4))}${override(line, random)}`;
    const closed = /["']/.test(header) ? header : '';
    return `${line.before}note: ${header}${end}${inner}${closed}\n${indent(line)}${write({ ...line, before: '' })}`;
  }),
  tabs: (text, random) =>
    random.oneIn(2)
      ? replaceOne(/ +/g, () => random.pick(['\t', ' \t', '\t ']))(text, random)
      : replaceOne(/:(?= )|$/gm, (found) => `${found}\t`)(text, random),
  marker: replaceOne(
    /^/gm,
    (_, random) => `${random.pick(MARKERS)}${random.pick(['\n', '\n', ...ODD_ENDS])}`,
  ),
  'marker in a text': onLine((line, random) => {
    const header = random.pick(['|', '>', '"', "'", '']);
    const rest = `${random.pick(MARKERS)}\n${override(line, random)}`;
    return `${line.before}note: ${header}\n${rest}${/["']/.test(header) ? header : ''}\n${write(line)}`;
  }),
  scalar: onLine((line, random) => write({ ...line, value: random.pick(SCALARS) }), hasValue),
  'scalar as a key': onLine((line, random) =>
    beside(line, `${random.pick(SCALARS)}: ${random.pick([HIDDEN, '1'])}`, random),
  ),
  'long line': onLine((line, random) => {
    const length = random.oneIn(10) ? 70_000 : random.pick([1000, 1023, 1024, 1025, 1200]);
    const long = 'x'.repeat(length);
    return random.pick([
      `# ${long}\n${write(line)}`,
      `${line.before}"${line.key}"${' '.repeat(length)}: ${line.value}`,
      beside(line, `${long}: 1`, random),
      beside(line, `note: ${long}`, random),
      beside(line, `{a: ${long}}: 1`, random),
    ]);
  }),
  'deep nesting': onLine((line, random) => {
    const depth = random.oneIn(20) ? 11_000 : random.pick([10, 100, 300]);
    const [open, close] = random.pick(['[]', '{}']);
    const inner = open === '{' ? '{a: ' : open;
    return beside(line, `deep: ${inner.repeat(depth)}${close.repeat(depth)}`, random);
  }),
  trailing: (text, random) => {
    const again = seedOf(random).text;
    const tails = [
      '}',
      ']',
      'garbage',
      '\0',
      '{"x":1}',
      '# note',
      '\\',
      '"',
      '...',
      '---',
      ',',
      'null',
      again,
    ];
    return `${text}${random.pick(['', '\n', ' '])}${random.pick(tails)}`;
  },
  'odd character': (text, random) =>
    at(text, random, (before, after) => before + random.pick(ODD_CHARACTERS) + after),
  'odd character at a key': onLine((line, random) => {
    const odd = random.pick(ODD_CHARACTERS);
    const { before, key, value } = line;
    return random.pick([
      `${before}${odd}${key}: ${value}`,
      `${before}${key}${odd}: ${value}`,
      `${before}${key}:${odd}${value}`,
      `${before}${key}: ${odd}${value}`,
      `${before}${key}: ${value}${odd}`,
      `${before}"${odd}": 1\n${indent(line)}${key}: ${value}`,
    ]);
  }),
  'value over lines': onLine((line, random) => {
    const quote = random.pick(['', '"', "'"]);
    const place = random.below(line.value.length + 1);
    const fold = random.pick(['\n', '\n\n', ...(quote === '"' ? ['\\\n'] : []), ...ODD_ENDS]);
    const parts = [line.value.slice(0, place), line.value.slice(place)];
    const value = `${quote}${parts.join(`${fold}${indent(line)}  `)}${quote}`;
    return write({ ...line, value });
  }, hasValue),
  'explicit key': onLine((line, random) => {
    const key = random.pick([
      line.key,
      `"${line.key}"`,
      `&k ${line.key}`,
      `|\n${indent(line)}  ${line.key}`,
      `|-\n${indent(line)}  ${line.key}`,
    ]);
    return `${line.before}? ${key}\n${indent(line)}: ${line.value}`;
  }),
  'complex key': onLine((line, random) => {
    const key = random.pick([
      '? [a, b]',
      '? {a: b}',
      `? {image: ${HIDDEN}}`,
      '? - a',
      '? *none',
      '?',
      '[image]',
      '{a: b}',
    ]);
    return beside(line, key.startsWith('?') ? `${key}\n${indent(line)}: 1` : `${key}: 1`, random);
  }),
  'empty documents': (text, random) =>
    random.pick([
      '---\n---\n',
      '# note\n---\n',
      '---\n...\n',
      '\n\n---\n',
      '--- null\n---\n',
      '...\n',
    ]) + text,
  'another text behind a marker': (text, random) => {
    const end = random.pick(['\n', '\n', ...ODD_ENDS]);
    const marker = random.pick(MARKERS);
    return `${text}${random.pick(['', '\n'])}${end}${marker}${end}${seedOf(random).text}`;
  },
  'flow map': onLine((line, random) => {
    const value = random.pick([
      `{a: b, ${override(line, random)}}`,
      `{"a":b,"image":${HIDDEN}}`,
      `{"image" : "${HIDDEN}" ,}`,
      `[image: ${HIDDEN}]`,
      `{? image : ${HIDDEN}}`,
      `{image: ${HIDDEN} # note\n}`,
      `{\nimage: ${HIDDEN}}`,
      `{image}`,
    ]);
    const key = random.pick(['spec', 'containers', 'note', '- containers']);
    return beside(line, `${key}: ${value}`, random);
  }),
  'flow containers': onLine(
    (line, random) => {
      const item = random.pick([
        `{image: ${HIDDEN}}`,
        `{"image":${HIDDEN}}`,
        `{"image":"${HIDDEN}"}`,
        `{image: &i ${HIDDEN}}`,
        `{<<: {image: ${HIDDEN}}}`,
        `{name: "a\n b", image: ${HIDDEN}}`,
        `image: ${HIDDEN}`,
        `<<: {image: ${HIDDEN}}`,
        `{? "image" : ${HIDDEN},}`,
        `{image:\n ${HIDDEN}}`,
      ]);
      return (
        write({ ...line, key: 'initContainers', value: `[${item}]` }) +
        `\n${indent(line)}${line.key}:`
      );
    },
    ({ key, value }) => /^\w*ontainers$/.test(key) && value === '',
  ),
  'structural character': (text, random) =>
    at(text, random, (before, after) => before + random.pick(STRUCTURE) + after),
  'lost character': (text, random) => at(text, random, (before, after) => before + after.slice(1)),
  'lost line': replaceOne(/^.*\n/gm, () => ''),
  'line in twice': replaceOne(/^.*\n/gm, (line) => line + line),
  indentation: replaceOne(/^ */gm, (found, random) =>
    random.pick([` ${found}`, found.slice(1), `${found}  `]),
  ),
};

/** A text, and what it was made by. */
export interface Case extends Seed {
  readonly mutations: readonly string[];
}

/** A seed with none to three mutations. */
export function caseOf(random: Random): Case {
  const seed = seedOf(random);
  const mutations: string[] = [];
  let { text } = seed;
  for (let left = random.pick([1, 1, 1, 1, 2, 2, 3]), tries = 20; left > 0 && tries > 0; tries--) {
    const name = random.pick(Object.keys(MUTATIONS));
    const mutated = wellFormed(MUTATIONS[name](text, random));
    if (mutated === text) continue;
    text = mutated;
    mutations.push(name);
    left -= 1;
  }
  return { ...seed, text, mutations };
}

/** Without the halves of a character that a cut leaves. Terraform's strings have none. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
