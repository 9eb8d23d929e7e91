#!/usr/bin/env bash
# Whether a node can take the build, and whether the nodes of the release run the kernel of its driver toolkit.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
# shellcheck source=src/tasks/driver-image-preflight/finding-after.sh
. finding-after.sh
: "${NODE_ARCH:?}" "${PLATFORM:?}" "${KERNEL:?}" "${MACHINE_OS:?}" "${TOLERATIONS:?}" "${AUTOSCALED:?}" "${FINDINGS:?}" "${HOT_FIX_KERNELS?}"

start=$SECONDS
label=kubernetes.io/arch=$NODE_ARCH
work=$(mktemp -d)
status=0
ask oc get nodes --selector "$label" -o json >"$work/nodes" || status=$?
if ((status != 0)); then
  finding_after "$status" "nodes cannot be read" "let this service account list nodes"
  exit 0
fi

# Why a node takes no pods of the build, a line each; an empty one for a node that takes them.
# As the scheduler tells: kubernetes, staging/src/k8s.io/api/core/v1/toleration.go (ToleratesTaint).
jq -r --argjson tolerations "$TOLERATIONS" '
  def tolerated: . as $taint | any($tolerations[];
    ((.effect // "") | . == "" or . == $taint.effect) and ((.key // "") | . == "" or . == $taint.key)
      and (.operator == "Exists" or (.value // "") == ($taint.value // "")));
  .items[] | .metadata.name as $name
    | if .spec.unschedulable then "\($name) is cordoned"
      else [(.spec.taints // [])[] | select(.effect != "PreferNoSchedule" and (tolerated | not)) | "\($name) has the taint \(.key):\(.effect)"][0] // ""
      end' "$work/nodes" >"$work/refusals"
kind=permanent otherwise=', or set build.autoscaled: true where an autoscaler adds nodes'
if [[ $AUTOSCALED == true ]]; then kind=warning otherwise=' where the autoscaler that build.autoscaled promises does not'; fi
if [[ ! -s $work/refusals ]]; then
  finding "$kind" "no node has the label $label: add one$otherwise"
elif ! grep -q '^$' "$work/refusals"; then
  count=$(wc -l <"$work/refusals") shown=$(head -n 3 "$work/refusals" | paste -sd , | sed 's/,/, /g')
  ((count <= 3)) || shown+=", and $((count - 3)) more"
  finding "$kind" "no node with the label $label takes pods of the build ($shown): add one, uncordon one or tolerate its taint in build.tolerations$otherwise"
fi

if [[ $MACHINE_OS == unknown ]]; then
  log "the release does not tell the operating system of its nodes: their kernels are not compared"
else
  # A real-time kernel is another one by design: no driver image is built for it, and none is missing.
  jq -r --arg os "$MACHINE_OS" --arg arch "$NODE_ARCH" --arg pages "${PLATFORM#"${PLATFORM%%+*}"}" --arg kernel "${KERNEL%+64k}" --arg served "$HOT_FIX_KERNELS" '
    [.items[] | .metadata.name as $name | .status.nodeInfo
      | select(.architecture == $arch and any(.osImage | splits(" "); . == $os))
      | select((.kernelVersion | endswith($pages)) and (.kernelVersion | contains("+rt") | not) and (.kernelVersion | rtrimstr("+64k")) != $kernel
          and (.kernelVersion | IN($served | splits(" ")) | not))
      | {name: $name, kernel: .kernelVersion}]
    | group_by(.kernel)[] | .[0].name + (if length > 1 then " (and \(length - 1) more)" else "" end) + " runs kernel \(.[0].kernel)"' \
    "$work/nodes" >"$work/others"
  while read -r other; do
    finding permanent "node $other, the driver toolkit of its operating system $MACHINE_OS has $KERNEL: the node's kernel was replaced, by a hot fix or on-cluster layering, and no driver for it can be built from this release: give the node the kernel of the release back, build from a release that has its kernel, or add a driver with driverToolkit and kernel for such nodes"
  done <"$work/others"
fi
done_in "check of the nodes" "$start"
