# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # transient: prelude.sh; refused: for who asks
# Questions to the API server, one request each: nothing of what it has is asked for first. Needs prelude.sh, retry.sh, PROGRAMS, SETTINGS.

# Why the API server did not give what was asked for last; empty where it did.
refused=''

# api PATH WHAT: what it answers, or nothing and `refused`; ends the step where it does not answer
api() {
  local status=0
  refused=''
  ask oc get --raw "$1" || status=$?
  ((status != transient)) || fail_after "$status" "$2 cannot be read" ''
  ((status == 0)) || refused=$(why)
}

# items PATH WHAT PROGRAM: what <PROGRAM>.jq makes of a list, a line each; page by page, because nodes and runs are large. The first line
# of a page is where the next one begins. The path ends in `?`, or `&` after other parameters.
items() {
  local page from=''
  page=$(mktemp)
  while true; do
    api "$1limit=50$from" "$2" >"$page"
    [[ -z $refused ]] || break
    jq -cr -f "$PROGRAMS/$3.jq" --slurpfile settings "$SETTINGS" "$page" >"$page.items"
    { read -r from && cat; } <"$page.items"
    [[ -n $from ]] || break
    from="&continue=$from"
  done
  rm -f "$page" "$page.items"
}
