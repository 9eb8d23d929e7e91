# shellcheck shell=bash
# In every script: how it speaks. Everything but results goes to stderr, one line for each thing done.

log() { printf '%s\n' "$*" >&2; }

# fail WHAT WENT WRONG, WHERE; WHAT TO DO: the last line of a failed step
fail() {
  log "error: $*"
  exit 1
}

# done_in WHAT START: says how long it took; START is what SECONDS was before
done_in() { log "$1 done in $((SECONDS - $2)) s"; }

# result FILE VALUE: writes a result of the task, without a trailing newline
result() {
  printf '%s' "$2" >"$1"
  log "${1##*/}: $2"
}

