# shellcheck shell=bash
# What the GPU operator says of an NVIDIADriver resource.

# error_of JSON: "reason message" of the Error condition where it is true
error_of() {
  jq -r 'first(.status.conditions[]? | select(.type == "Error" and .status == "True") | .reason + " " + .message) // empty' <<<"$1"
}

# await_status NAME: waits until the operator is done with the resource, or TIMEOUT_SECONDS; ends the script
await_status() {
  local deadline=$((SECONDS + TIMEOUT_SECONDS)) current state error
  while true; do
    current=$(oc get nvidiadriver "$1" -o json) || fail "NVIDIADriver $1 cannot be read"
    state=$(jq -r '.status.state // "none"' <<<"$current")
    error=$(error_of "$current")
    case $state:$error in
      disabled:*)
        fail "the GPU operator ignores NVIDIADriver resources (state disabled): switch them on with
  oc patch clusterpolicy gpu-cluster-policy --type merge --patch '{\"spec\":{\"driver\":{\"useNvidiaDriverCRD\":true}}}'"
        ;;
      *:ReconcileFailed\ * | *:ConflictingNodeSelector\ *)
        fail "the GPU operator refuses NVIDIADriver $1: $error; the published image stays, correct the resource and run again"
        ;;
      ready:) end ready ;;
    esac
    if ((SECONDS >= deadline)); then
      log "NVIDIADriver $1 is ${state/none/without status} after $TIMEOUT_SECONDS s${error:+: $error}; the operator goes on"
      end pending
    fi
    sleep 2
  done
}

