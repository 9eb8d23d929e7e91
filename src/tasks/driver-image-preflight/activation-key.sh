#!/usr/bin/env bash
# Whether the activation key Secret is complete. What it holds is never in a variable.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
: "${SUBSCRIPTION:?}" "${SECRET:?}" "${FINDINGS:?}"

if [[ $SUBSCRIPTION != activation-key ]]; then
  log "subscription is $SUBSCRIPTION: no activation key is needed"
  exit 0
fi
for key in org activationkey; do
  file=/secrets/activation-key/$key
  if [[ ! -f $file ]]; then
    finding permanent "the Secret $SECRET has no key $key: create it with --from-literal=$key=…"
  elif ! grep -q '[^[:space:]]' "$file"; then
    finding permanent "the key $key of the Secret $SECRET is empty: write the value into it"
  elif (($(grep -c '' "$file") > 1)); then
    finding permanent "the key $key of the Secret $SECRET has several lines: write one, with the value alone"
  fi
done
log "the Secret $SECRET is checked"
