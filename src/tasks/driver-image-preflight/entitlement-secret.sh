#!/usr/bin/env bash
# Copies the entitlement certificates for the step that checks them, as the build does.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
# shellcheck source=src/tasks/driver-image-preflight/finding-after.sh
. finding-after.sh
# shellcheck source=src/tasks/entitlement.sh
. ../entitlement.sh
: "${SUBSCRIPTION:?}" "${ENTITLEMENT_SOURCE:?}" "${SECRET:?}" "${NODE_ARCH:?}" "${CLUSTER_SECRET:?}" "${CLUSTER_NAMESPACE:?}" "${FINDINGS:?}"

if [[ $SUBSCRIPTION != entitlement ]]; then
  log "subscription is $SUBSCRIPTION: no entitlement is needed"
  exit 0
fi
status=0 kind=permanent
copy_entitlement || status=$?
((status != transient)) || kind=transient
((status == 0)) || finding "$kind" "$problem"
