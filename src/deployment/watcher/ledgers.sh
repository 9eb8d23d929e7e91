# shellcheck shell=bash
# The ledgers: what has been published, target by target. Needs api.sh, NAMESPACE.

# read_ledgers: {"<target>": {"resourceVersion", "labels", "annotations", "data"}}; ends the step where they may not be read
read_ledgers() {
  local ledgers
  ledgers=$(mktemp)
  api "/api/v1/namespaces/$NAMESPACE/configmaps?labelSelector=nvidia-driver-pipelines/target" "the ledgers" >"$ledgers"
  [[ -z $refused ]] ||
    fail "the ledgers in namespace $NAMESPACE cannot be read: $refused: let the service account of this pod list configmaps there"
  jq -c '[.items[]
    | .metadata.labels["nvidia-driver-pipelines/target"] as $target
    | select(.metadata.name == "nvidia-driver-ledger-" + $target)
    | {key: $target, value: {resourceVersion: .metadata.resourceVersion, labels: .metadata.labels, annotations: (.metadata.annotations // {}),
        data: (.data // {})}}] | from_entries' "$ledgers"
  rm "$ledgers"
}
