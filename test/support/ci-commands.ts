/** The lines of a log that a CI system would act upon: GitHub trims them, and Azure and TeamCity look anywhere in them. */
export function commandsIn(log: string): string[] {
  return log
    .split(/\r\n|[\n\r]/)
    .filter((line) => /^[\s\u0085]*::/.test(withoutColour(line)) || /##\w*\[/.test(line));
}

function withoutColour(line: string): string {
  // eslint-disable-next-line no-control-regex -- colours begin so
  return line.replace(/\u001b\[\d+m/g, '');
}
