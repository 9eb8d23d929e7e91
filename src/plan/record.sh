#!/usr/bin/env bash
# What release images hold, asked of their registry: a line of JSON for each question, as look-up.sh answers.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../tasks/prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../tasks/certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../tasks/retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../tasks/registry-answers.sh
# shellcheck source=src/tasks/oc-registry.sh
. ../tasks/oc-registry.sh
# shellcheck source=src/tasks/release-facts.sh
. ../tasks/release-facts.sh
# shellcheck source=src/deployment/watcher/look-up.sh
. ../deployment/watcher/look-up.sh
: "${QUESTIONS:?}" "${RHEL_SINCE:?}" "${AUTH_FILE:?}" "${CA_FILE?}"

start=$SECONDS
# Whoever runs this removes TMPDIR.
work=$(mktemp -d)
cd "$work"
now=$(date -u +%FT%TZ)
touch found
use_registry "$work"
# Somebody waits: what does not answer is told soon, and nothing is left for another time.
retry_tries=2 longest_question=60 lookups_end=$((SECONDS + 86400))
while read -r image arch; do
  log "reading $image ($arch)"
  look_up "$image" "$arch"
done <<<"$QUESTIONS"
cat found
done_in "lookup of $(grep -c . <<<"$QUESTIONS") release images" "$start"
