import { shellQuoted } from '../../util/shell-quoted';
import { CompletedCommand, Word, commandPattern, namesOf, valuePatterns } from './tree';

/**
 * Returns a script for zsh. It is sourced after compinit, or saved as _hss-gate in a directory of
 * fpath.
 */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef hss-gate
# zsh completion for hss-gate; source <(hss-gate completion zsh)
_hss_gate() {
  local command='' files='' i
  local -a names options
  for ((i = 2; i < CURRENT; i++)); do
    # What follows is the line of another command.
    if [[ $words[i] == -- ]]; then
      shift $i words
      ((CURRENT -= i))
      _normal
      return
    fi
    case "$command $words[i]" in
      (${commandPattern(commands)})
        command="$command $words[i]" ;;
    esac
  done
  case "$command $words[CURRENT-1]" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${commands.map(wordCase).join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o option options
    return
  fi
  ((\${#names})) && _describe command names
  [[ -n $files ]] && _files
}
if [[ \${funcstack[1]} == _hss-gate ]]; then
  _hss_gate "$@"
else
  compdef _hss_gate hss-gate
fi
`;
}

function valueCases(command: CompletedCommand): string[] {
  return valuePatterns(command).map(({ pattern, value }) => {
    const does =
      value === 'file'
        ? '_files; return'
        : value === 'text'
          ? 'return'
          : // After = follows the file of --output format=file.
            `if compset -P '*='; then _files; else compadd -- ${value.map(shellQuoted).join(' ')}; fi; return`;
    return `    (${pattern}) ${does} ;;`;
  });
}

function wordCase({ path, commands, options, files, choices }: CompletedCommand): string {
  const names = [...commands, ...choices.map((name) => ({ name, description: '' }))];
  const all = options.flatMap((option) =>
    namesOf(option).map((name) => ({ name, description: option.description })),
  );
  return [
    `    (${shellQuoted(path)})`,
    ...(names.length === 0 ? [] : [`      names=(${names.map(described).join(' ')})`]),
    `      options=(${all.map(described).join('\n        ')})`,
    ...(files ? ['      files=1'] : []),
    '      ;;',
  ].join('\n');
}

/** Returns a word and its description as _describe expects them, with a colon in between. */
function described({ name, description }: Word): string {
  const word = name.replaceAll(':', '\\:');
  return shellQuoted(description === '' ? word : `${word}:${description}`);
}
