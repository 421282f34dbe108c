import { CompletedCommand, CompletedOption } from './tree';

/**
 * Returns a script for fish. It is sourced, or saved as hss-gate.fish in the directory of
 * completions.
 */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== '');
  return `# fish completion for hss-gate; hss-gate completion fish | source
function __hss_gate_at
    set -l command ''
    set -l before (commandline -opc)
    for word in $before[2..-1]
        # What follows is the line of another command.
        test "$word" = --; and return 1
        switch "$command $word"
            case ${paths.map(quoted).join(' ')}
                set command "$command $word"
        end
    end
    test "$command" = "$argv[1]"
end
function __hss_gate_behind
    contains -- -- (commandline -opc)
end
complete -c hss-gate -f
complete -c hss-gate -n __hss_gate_behind -F
${commands.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, commands, options, files, choices }: CompletedCommand): string[] {
  const line = `complete -c hss-gate -n ${quoted(`__hss_gate_at ${quoted(path)}`)}`;
  return [
    ...(files ? [`${line} -F`] : []),
    ...(choices.length > 0 ? [`${line} -a ${quoted(choices.join(' '))}`] : []),
    ...commands.map(
      ({ name, description }) => `${line} -a ${quoted(name)} -d ${quoted(description)}`,
    ),
    ...options.map((option) => `${line}${optionText(option)}`),
  ];
}

function optionText({ long, short, description, value }: CompletedOption): string {
  const names = [
    ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
  ];
  const takes =
    value === 'none'
      ? ''
      : value === 'file'
        ? ' -r -F'
        : value === 'text'
          ? ' -x'
          : ` -x -a ${quoted(value.join(' '))}`;
  return ` ${names.join(' ')}${takes} -d ${quoted(description)}`;
}

/**
 * Quotes a text for fish. In its single quotes, a backslash escapes only a quote or another
 * backslash.
 */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
