/** A registry's request for credentials, from its WWW-Authenticate header. */
export interface Challenge {
  readonly scheme: 'basic' | 'bearer';
  readonly parameters: { readonly [name: string]: string };
}

/** Returns a supported challenge, preferably for a bearer token. Undefined if there is none. */
export function challengeOf(header: string | string[] | undefined): Challenge | undefined {
  const found = [header ?? []].flat().flatMap(challengesIn);
  return found.find(({ scheme }) => scheme === 'bearer') ?? found[0];
}

const SCHEME = /(?:^|,)\s*(basic|bearer)(?=\s|$)/gi;
const PARAMETER = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;

function challengesIn(header: string): Challenge[] {
  const starts = [...header.matchAll(SCHEME)];
  return starts.map((start, at) => {
    const rest = header.slice(start.index + start[0].length, starts[at + 1]?.index);
    const parameters = [...rest.matchAll(PARAMETER)].map(([, name, quoted, bare]) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? bare,
    ]);
    return {
      scheme: start[1].toLowerCase() as Challenge['scheme'],
      parameters: Object.fromEntries(parameters) as { [name: string]: string },
    };
  });
}
