# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # for and from retry.sh and prelude.sh
# Findings about what does not answer. Needs retry.sh and finding.sh.

# Less patience than a build has: another attempt at all questions costs seconds.
retry_tries=4 retry_longest_pause=8

# finding_after STATUS WHAT WENT WRONG, WHERE; WHAT TO DO: notes what `retry` gave up, with its cause
finding_after() {
  local kind=permanent
  (($1 != transient)) || kind=transient
  finding "$kind" "$(sentence_after "$@")"
}
