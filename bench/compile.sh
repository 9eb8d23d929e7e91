#!/usr/bin/env bash
# The compile of NVIDIA's real modules in the cluster beside the same make run bare, and what the published image holds.
# Needs the e2e world and a finished row "NVIDIA's real modules …" of the main suite.
set -euo pipefail
: "${E2E_REGISTRY_ADDRESS:?}" "${E2E_SECURE_REGISTRY:?}"
home=${E2E_HOME:-/var/tmp/nvidia-drivers-e2e}
version=535.309.01 kernel=5.14.0-570.62.1.el9_6.x86_64 namespace=nvidia-driver-pipelines jobs=4

log=$(kubectl -n "$namespace" logs --selector tekton.dev/pipelineTask=kmod-build -c step-compile --tail -1 --prefix=false 2>/dev/null | grep "^compile of $version" | tail -n 1) ||
  { echo 'no compile of the real driver is in the cluster: run npm run e2e -- main/05 first' >&2; exit 1; }
in_cluster=${log##*done in }
in_cluster=${in_cluster% s}

container=$(buildah from --tls-verify=false "docker://$E2E_REGISTRY_ADDRESS/ocp/driver-toolkit:a")
trap 'buildah rm "$container" >/dev/null' EXIT
bare=$(buildah run --isolation chroot --volume "$home/http/tesla/$version:/runfile:ro" "$container" -- bash -euc "
  cd /tmp && sh /runfile/*.run --extract-only --target source
  start=\$(date +%s)
  make -C source/kernel -j $jobs SYSSRC=/usr/src/kernels/$kernel KERNEL_UNAME=$kernel modules >/dev/null 2>&1
  echo \$((\$(date +%s) - start))")

printf 'compile of %s: %s s in the cluster, %s s bare, ratio %s\n' "$version" "$in_cluster" "$bare" "$(jq -n "$in_cluster / $bare * 100 | round / 100")"
skopeo inspect --raw --tls-verify=false "docker://$E2E_REGISTRY_ADDRESS/acme/nvidia-gpu-driver:$version-$kernel-rhel9" |
  jq -r '"published image: \([.layers[].size] | add / 1048576 | round) MiB compressed, layers of \([.layers[].size / 1048576 * 10 | round / 10] | join(", ")) MiB"'
