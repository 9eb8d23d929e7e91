#!/usr/bin/env bash
# Whether everybody could pull a vGPU guest driver from one of the three repositories, which NVIDIA's licence forbids. The step has no Secret.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-token.sh
. ../registry-token.sh
# shellcheck source=src/tasks/registry-address.sh
. ../registry-address.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
# shellcheck source=src/tasks/driver-image-preflight/finding-after.sh
. finding-after.sh
# shellcheck source=src/tasks/http-answer.sh
. ../http-answer.sh
# shellcheck source=src/tasks/registry-http.sh
. ../registry-http.sh
# shellcheck source=src/tasks/anonymous-pull.sh
. ../anonymous-pull.sh
: "${IMAGE:?}" "${DRIVER_TYPE:?}" "${FINDINGS:?}"

if [[ $DRIVER_TYPE != vgpu ]]; then
  log "a $DRIVER_TYPE driver may be pulled by everybody: nothing to check"
  exit 0
fi
start=$SECONDS
umask 077
work=$(mktemp -d)
trust_services
registry_address "$IMAGE" "$work"
for name in "$path" "$path-kmod" "$path-staging"; do
  status=0
  ask_anonymously "$name" "$name/tags/list?n=1" || status=$?
  if ((status != 0)); then
    finding_after "$status" "$host/$name cannot be asked without a login" "$anonymous_advice"
  elif [[ $http_status == 200 ]]; then
    finding permanent "everybody can pull from $host/$name, which NVIDIA's licence of vGPU guest drivers forbids: make the repository private, or publish to another one"
  else
    # 404: there is no such repository yet. What comes to be there is asked for again before a tag is set.
    log "$host/$name shows nothing to who has no login (answer $http_status)"
  fi
done
done_in "check whether everybody can pull" "$start"
