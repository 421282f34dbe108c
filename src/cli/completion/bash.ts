import { shellQuoted } from '../../util/shell-quoted';
import { CompletedCommand, commandPattern, namesOf, valuePatterns } from './tree';

/**
 * Returns a script for bash's own `complete`. It starts no process and requires no completion
 * package.
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# bash completion for hss-gate; source <(hss-gate completion bash)
_hss_gate() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' files='' i
  COMPREPLY=()
  # bash makes --option=value three words.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  # --output format=file
  if [[ $prev != -* && ( \${COMP_WORDS[COMP_CWORD]} == '=' || \${COMP_WORDS[COMP_CWORD-1]} == '=' ) ]]; then
    compopt -o filenames 2> /dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
    return
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    # What follows is the line of another command.
    if [[ \${COMP_WORDS[i]} == -- ]]; then
      if declare -F _command_offset > /dev/null; then
        _command_offset $((i + 1))
      else
        COMPREPLY=($(compgen -c -f -- "$cur"))
      fi
      return
    fi
    case "$command \${COMP_WORDS[i]}" in
      ${commandPattern(commands)})
        command="$command \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$command $prev" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${commands.map(wordCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n $files && $cur != -* ]]; then
    compopt -o filenames 2> /dev/null
    COMPREPLY+=($(compgen -f -- "$cur"))
  fi
}
complete -F _hss_gate hss-gate
`;
}

function valueCases(command: CompletedCommand): string[] {
  return valuePatterns(command).map(({ pattern, value }) => {
    const does =
      value === 'file'
        ? 'compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -f -- "$cur")); return'
        : value === 'text'
          ? 'return'
          : `COMPREPLY=($(compgen -W ${shellQuoted(value.join(' '))} -- "$cur")); return`;
    return `    ${pattern}) ${does} ;;`;
  });
}

function wordCase({ path, commands, options, files, choices }: CompletedCommand): string {
  const words = [...commands.map(({ name }) => name), ...choices, ...options.flatMap(namesOf)];
  return `    ${shellQuoted(path)}) words=${shellQuoted(words.join(' '))}${files ? ' files=1' : ''} ;;`;
}
