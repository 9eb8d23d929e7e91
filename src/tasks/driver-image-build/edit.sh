# shellcheck shell=bash
# Edits by text, not by line: another version of the file is edited in the same place, or not at all. Needs prelude.sh.

# edit FILE NAME TEXT REPLACEMENT: puts it in place of TEXT, which FILE must have exactly once
edit() {
  local content rest count=0
  content=$(<"$1")
  rest=$content
  while [[ $rest == *"$3"* ]]; do
    rest=${rest#*"$3"}
    ((count += 1))
  done
  ((count == 1)) ||
    fail "the edit $2 of the entry point ${1##*/} finds its text $count times, wanted is once ($3): take the file that sources.entryPoint has by default, or one that is like it"
  printf '%s%s%s\n' "${content%%"$3"*}" "$4" "${content#*"$3"}" >"$1.edited"
  cat "$1.edited" >"$1"
  rm "$1.edited"
  log "edit $2 of the entry point ${1##*/} done"
}
