# shellcheck shell=bash
# What the checks find: a line each in the file FINDINGS, so that all of it is told before the task ends.

# finding permanent|transient|warning WHAT, WHERE: WHY: WHAT TO DO: notes it, once, and the check goes on
finding() {
  local line="${*//$'\n'/ }"
  log "$line"
  grep -Fxqs -- "$line" "$FINDINGS" || printf '%s\n' "$line" >>"$FINDINGS"
}
