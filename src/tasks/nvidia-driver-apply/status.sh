# shellcheck shell=bash
# What the GPU operator says of an NVIDIADriver resource.

# status_of JSON: "state:", and "reason message" of the Error condition where it is true
status_of() {
  jq -r '(.status.state // "none") + ":"
    + (first(.status.conditions[]? | select(.type == "Error" and .status == "True") | .reason + " " + .message) // "")' <<<"$1"
}

# stale BEFORE AFTER: whether the status in AFTER is what the operator said of the resource before it was changed. It names no generation.
stale() {
  [[ -n $1 ]] && jq -e -n --argjson before "$1" --argjson after "$2" \
    '$before.metadata.generation != $after.metadata.generation and $before.status == $after.status' >/dev/null
}

# await_status NAME BEFORE: waits until the operator is done with the resource, or TIMEOUT_SECONDS; ends the script. BEFORE is the
# resource as it was before the change; where its status stays as it was, it counts after half a minute.
await_status() {
  local deadline=$((SECONDS + TIMEOUT_SECONDS)) settled=$((SECONDS + 30)) current status state error
  while true; do
    current=$(ask oc get nvidiadriver "$1" -o json) || fail_after $? "NVIDIADriver $1 cannot be read" "was it deleted meanwhile?"
    status=$(status_of "$current")
    state=${status%%:*} error=${status#*:}
    if ((SECONDS < settled)) && stale "$2" "$current"; then state=none error=; fi
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

