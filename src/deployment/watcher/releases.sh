#!/usr/bin/env bash
# Which releases the cluster may need next, and what is known of them and of its GPU nodes: cluster.json for the containers after it.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../../tasks/prelude.sh
: "${SETTINGS:?}" "${PROGRAMS:?}" "${WORK:?}"
