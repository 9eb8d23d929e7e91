#!/usr/bin/env bash
# Tells all that the checks found, at once, and ends the task where any of it stands against a build.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
: "${FINDINGS:?}"

touch "$FINDINGS"
while read -r kind sentence; do log "$kind: $sentence"; done <"$FINDINGS"
for kind in permanent transient; do
  count=$(grep -c "^$kind " "$FINDINGS") || continue
  first=$(sed -n "s/^$kind //p" "$FINDINGS" | head -n 1)
  if [[ $kind == permanent ]]; then
    fail "preflight found $count mistake$( ((count == 1)) || printf s), nothing was built: $first (all above)"
  fi
  fail_transient "preflight could not ask $count thing$( ((count == 1)) || printf s), nothing was built: $first (all above)"
done
log "preflight found nothing that stands against a build"
