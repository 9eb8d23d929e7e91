# shellcheck shell=bash
# The tags that other releases with the same kernel want: one image has them all. Needs retry.sh, LEDGER, NAMESPACE, DRIVER_VERSION.

# ledger_tags KERNEL: a line each, as the ledger's entry of the kernel has them; nothing where there is no ledger
ledger_tags() {
  local key=${1//+/_} ledger
  [[ -n $LEDGER ]] || return 0
  ledger=$(ask oc get configmap "$LEDGER" --namespace "$NAMESPACE" -o json --ignore-not-found) ||
    fail_after $? "ConfigMap $LEDGER cannot be read" "let this service account get it"
  jq -r --arg key "$key" --arg image "$DRIVER_VERSION-$key-" '.data[$key] // "" | fromjson? | .tags[]? | select(startswith($image))' <<<"$ledger"
}
