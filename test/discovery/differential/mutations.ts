import { Random } from './random';
import { Seed, seedOf } from './seeds';
import {
  HIDDEN,
  MARKERS,
  ODD_CHARACTERS,
  ODD_ENDS,
  OVERRIDES,
  SCALARS,
  STRUCTURE,
  TAGS,
} from './mutation-texts';
import {
  Mutation,
  at,
  beside,
  escaped,
  hasValue,
  indent,
  merge,
  onLine,
  otherCase,
  override,
  replaceOne,
  write,
} from './mutation-lines';

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
