#!/usr/bin/env bash
# Copies the entitlement certificates for the step that builds: from the cluster's own, or from a Secret of this namespace.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/entitlement.sh
. ../entitlement.sh
: "${SUBSCRIPTION:?}" "${ENTITLEMENT_SOURCE:?}" "${SECRET:?}" "${NODE_ARCH:?}" "${CLUSTER_SECRET:?}" "${CLUSTER_NAMESPACE:?}"

if [[ $SUBSCRIPTION != entitlement ]]; then exit 0; fi
status=0
copy_entitlement || status=$?
((status != transient)) || fail_transient "$problem"
((status == 0)) || fail "$problem"
