# shellcheck shell=bash
# In every script: how it speaks and how it fails. Everything but results goes to stderr, one line for each thing done.

# What a failed step ends with: another attempt does not help, or it may (EX_TEMPFAIL of sysexits.h).
permanent=1 transient=75

log() { printf '%s\n' "$*" >&2; }

# fail WHAT WENT WRONG, WHERE, WHY: WHAT TO DO: ends a step where another attempt does not help
fail() { end_failed "$permanent" "permanent error: $*"; }

# fail_transient WHAT WENT WRONG, WHERE, WHY: WHAT TO DO: ends a step where another attempt may help
fail_transient() { end_failed "$transient" "transient error: $*"; }

# end_failed STATUS SENTENCE: the sentence is the last line of the step, and the result "failure" of its task
end_failed() {
  : >"$told"
  log "$2"
  failure "$2"
  exit "$1"
}

# A command that nobody expected to fail: its words are above, and its name is here. Another shell, `$(…)`, may have told already.
told=${TMPDIR:-/tmp}/told.$$.$RANDOM
unexpected() { [[ -e $told ]] || end_failed "$transient" "transient error: \"$2\" ended with exit code $1, which is not foreseen: see its words above, then run again"; }
set -E
trap 'unexpected $? "$BASH_COMMAND"' ERR

# failure SENTENCE: the result "failure". In one move, because another step's user may have written it; short, because Tekton keeps
# results of one pod in 12 KB (tektoncd/pipeline, docs/tasks.md).
failure() {
  [[ -n ${FAILURE_FILE:-} ]] || return 0
  printf '%.800s' "${1//$'\n'/ }" >"$FAILURE_FILE.new"
  mv -f "$FAILURE_FILE.new" "$FAILURE_FILE"
}
[[ -z ${FAILURE_FILE:-} || -s $FAILURE_FILE ]] || failure none

# done_in WHAT START: says how long it took; START is what SECONDS was before
done_in() { log "$1 done in $((SECONDS - $2)) s"; }

# result FILE VALUE: writes a result of the task, without a trailing newline
result() {
  printf '%s' "$2" >"$1"
  log "${1##*/}: $2"
}
