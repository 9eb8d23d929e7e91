#!/usr/bin/env bash
# Which releases the cluster may need next and why, what is known of them, and what its GPU nodes run: cluster.json. Nothing is asked of a
# registry that it has answered before.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../../tasks/prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../../tasks/certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../../tasks/retry.sh
# shellcheck source=src/tasks/download.sh
. ../../tasks/download.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../../tasks/registry-answers.sh
# shellcheck source=src/tasks/oc-registry.sh
. ../../tasks/oc-registry.sh
# shellcheck source=src/tasks/release-facts.sh
. ../../tasks/release-facts.sh
# shellcheck source=src/deployment/watcher/api.sh
. api.sh
# shellcheck source=src/deployment/watcher/ledgers.sh
. ledgers.sh
# shellcheck source=src/deployment/watcher/update-service.sh
. update-service.sh
# shellcheck source=src/deployment/watcher/look-up.sh
. look-up.sh
: "${SETTINGS:?}" "${PROGRAMS:?}" "${WORK:?}" "${NAMESPACE:?}" "${RHEL_SINCE:?}" "${LOOKUP_SECONDS:=180}"

start=$SECONDS
work=$(mktemp -d)
cd "$work"
now=$(date -u +%FT%TZ)
touch blind graphs found
printf '{}' >nothing

# made_by PROGRAM FILE: what <PROGRAM>.jq makes of a file and of all that is known, a line each
made_by() {
  jq -cr -L "$PROGRAMS" -f "$PROGRAMS/$1.jq" --arg now "$now" --rawfile blind blind --slurpfile settings "$SETTINGS" \
    --slurpfile clusterVersion cluster-version --slurpfile graphs graphs --slurpfile nodes nodes --slurpfile runs runs \
    --slurpfile ledgers ledgers --slurpfile cache cache --slurpfile found found "$2"
}

# cannot_see SENTENCE: what nobody can say anything about, why, and what to do
cannot_see() { printf '%s\n' "$1" >>blind; }

# node_releases: the nodes with the release of their MachineConfig, where there are any
node_releases() {
  local name
  [[ -s seen-nodes ]] || return 0
  jq -r '.configuration | select(. != "")' seen-nodes | sort -u >names
  while read -r name; do
    api "/apis/machineconfiguration.openshift.io/v1/machineconfigs/$name" "MachineConfig $name" |
      jq -c '.metadata | {key: .name, value: (.annotations["machineconfiguration.openshift.io/release-image-version"] // "")}'
  done <names >configurations
  jq -c --slurpfile configurations configurations '.release = (($configurations | from_entries)[.configuration] // "")' seen-nodes
}

# write_cache: keeps what was found; where that may not be, all is asked again next time
write_cache() {
  local verb=replace
  [[ -s cache ]] || verb=create
  ask oc "$verb" --namespace "$NAMESPACE" -f new-cache >/dev/null ||
    log "warning: the ConfigMap nvidia-driver-releases cannot be written: $(why): let the service account of this pod create and update it"
}

# look_up_all: the images of standard input, a line each with the architecture
look_up_all() {
  local image arch
  while read -r image arch; do look_up "$image" "$arch"; done
}

api /apis/config.openshift.io/v1/clusterversions/version 'the ClusterVersion "version"' >cluster-version
[[ -z $refused ]] || cannot_see "the ClusterVersion \"version\" cannot be read: $refused: let the service account of this pod get clusterversions"
items '/api/v1/nodes?labelSelector=nvidia.com/gpu.present=true&' 'GPU nodes' node >seen-nodes
[[ -z $refused ]] || cannot_see "GPU nodes cannot be read: $refused: let the service account of this pod list nodes"
node_releases >nodes
items "/apis/tekton.dev/v1/namespaces/$NAMESPACE/pipelineruns?labelSelector=nvidia-driver-pipelines/target&" PipelineRuns run >runs
[[ -z $refused ]] ||
  fail "PipelineRuns in namespace $NAMESPACE cannot be read: $refused: let the service account of this pod list pipelineruns there"
read_ledgers >ledgers
api "/api/v1/namespaces/$NAMESPACE/configmaps/nvidia-driver-releases" "the ConfigMap nvidia-driver-releases" >cache

# From here on what cannot be read is told, and does not keep the rest from being seen to.
retry_tries=2 longest_question=60 longest_transfer=120
jq -r --slurpfile clusterVersion cluster-version '
  ($clusterVersion[0] // {}) as $cluster
  | .upgrade.channels[] + " " + (if $cluster.status.desired.architecture == "Multi" then "multi" else [.targets[].nodeArch] | unique[] end)
    + " " + ($cluster.spec.upstream // .updateService) + " " + ($cluster.spec.clusterID // "")' "$SETTINGS" >channels
while read -r channel arch service cluster; do
  graph "$service" "$channel" "$arch" "$cluster" >>graphs
  [[ -z $ungraphed ]] || cannot_see "the releases of channel $channel ($arch) are not known: $ungraphed"
done <channels

made_by releases nothing >planned
{ read -r plan && cat >questions; } <planned
printf '%s\n' "$plan" >plan
use_registry "$work"
lookups_end=$((SECONDS + LOOKUP_SECONDS))
look_up_all <questions
while [[ -s nodes ]] && ((SECONDS < lookups_end)); do
  made_by earlier plan >question
  [[ -s question ]] || break
  look_up_all <question
done

made_by cluster plan >seen
{ read -r cluster && read -r new_cache && read -r how_much && cat >lines; } <seen
printf '%s\n' "$cluster" >"$WORK/cluster.json"
printf '%s' "$new_cache" >new-cache
[[ ! -s new-cache ]] || write_cache
cat lines >&2
done_in "look at $how_much" "$start"
