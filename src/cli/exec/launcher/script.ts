import { EXEC_EXIT } from '../../shared/exit-codes';
import { shellQuoted } from '../../../util/shell-quoted';

/** The parameters of a launcher. */
export interface LauncherSettings {
  readonly shell: string;
  /** Name of the binary that the launcher precedes on PATH. */
  readonly name: string;
  /** The folder that the launcher is in. */
  readonly folder: string;
  /** The command that asks `exec` about a call; the next binary and its arguments follow. */
  readonly client: readonly string[];
}

/** The number of nested launchers at which a call is treated as a loop. */
const MAX_DEPTH = 16;

/**
 * Returns the text of a launcher: a POSIX sh script that has an `apply` judged and then replaces
 * itself with the next binary of its name on PATH, so that signals reach Terraform directly.
 *
 * Version managers put scripts of the same name on PATH. These look for the next one themselves and
 * may find the launcher again. HSS_GATE_LAUNCHED (`PID:DEPTH:FILE:...:`) therefore lists the files
 * that were tried. The list applies to the same process and to children of a process that still
 * runs the script. A real Terraform's children start with an empty list.
 */
export function launcherScript({ shell, name, folder, client }: LauncherSettings): string {
  return `#!${shell}
# Written by hss-gate exec: has a saved plan judged, then becomes the next ${name} on PATH.
_hss_gate_own=${shellQuoted(folder)}
_hss_gate_depth=0
_hss_gate_tried=:
_hss_gate_next=

# Whether process $1 still runs the script $2.
_hss_gate_runs_script() {
  _hss_gate_line=
  { IFS= read -r _hss_gate_line <"$2"; } 2>/dev/null
  case $_hss_gate_line in '#!'*) ;; *) return 1 ;; esac
  [ -r "/proc/$1/cmdline" ] || return 0
  { IFS= read -r _hss_gate_line <"/proc/$1/cmdline"; } 2>/dev/null
  case $_hss_gate_line in *"$2"*) return 0 ;; esac
  return 1
}

_hss_gate_find() {
  set -f
  IFS=:
  for _hss_gate_folder in $PATH; do
    _hss_gate_file=\${_hss_gate_folder:-.}/${name}
    [ "$_hss_gate_folder" != "$_hss_gate_own" ] || continue
    [ -f "$_hss_gate_file" ] && [ -x "$_hss_gate_file" ] || continue
    case $_hss_gate_tried in *":$_hss_gate_file:"*) continue ;; esac
    _hss_gate_next=$_hss_gate_file
    break
  done
  unset IFS
  set +f
}

case \${HSS_GATE_LAUNCHED-} in
*:*:*)
  _hss_gate_pid=\${HSS_GATE_LAUNCHED%%:*}
  _hss_gate_rest=\${HSS_GATE_LAUNCHED#*:}
  _hss_gate_depth=\${_hss_gate_rest%%:*}
  _hss_gate_tried=:\${_hss_gate_rest#*:}
  _hss_gate_last=\${_hss_gate_tried%:}
  if [ "$_hss_gate_pid" != $$ ] && ! _hss_gate_runs_script "$_hss_gate_pid" "\${_hss_gate_last##*:}"; then
    _hss_gate_tried=:
  fi
  ;;
esac
if [ "$_hss_gate_depth" -ge ${MAX_DEPTH} ]; then
  echo 'hss-gate exec: ${name} on PATH leads back to itself' >&2
  exit ${EXEC_EXIT.ownFailure}
fi
_hss_gate_find
if [ -z "$_hss_gate_next" ]; then
  _hss_gate_tried=:
  _hss_gate_find
fi
if [ -z "$_hss_gate_next" ]; then
  echo '${name}: not found' >&2
  exit ${EXEC_EXIT.notFound}
fi
_hss_gate_asks=
_hss_gate_command=
for _hss_gate_arg in "$@"; do
  case $_hss_gate_arg in
  apply) _hss_gate_asks=1 _hss_gate_command=1 ;;
  '' | -*) ;;
  *) _hss_gate_command=1 ;;
  esac
done
# A call without a subcommand takes it from these.
[ -n "$_hss_gate_command" ] || [ -z "\${TF_CLI_ARGS-}\${TF_CLI_ARGS_-}" ] || _hss_gate_asks=1
if [ -n "$_hss_gate_asks" ]; then
  _hss_gate_answer=$(NODE_OPTIONS= ${client.map(shellQuoted).join(' ')} "$_hss_gate_next" "$@" </dev/null) || exit ${EXEC_EXIT.ownFailure}
  [ -n "$_hss_gate_answer" ] || exit ${EXEC_EXIT.ownFailure}
  eval "$_hss_gate_answer"
fi
export HSS_GATE_LAUNCHED="$$:$((_hss_gate_depth + 1)):\${_hss_gate_tried#:}$_hss_gate_own/${name}:$_hss_gate_next:"
exec "$_hss_gate_next" "$@"
`;
}
