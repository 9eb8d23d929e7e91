# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # for and from retry.sh, prelude.sh and who sources this
# The entitlement certificates of a run, in a folder in memory that only this step and the one that uses them mount. Needs retry.sh,
# ENTITLEMENT_SOURCE, SECRET, NODE_ARCH, and where the cluster keeps its own: CLUSTER_SECRET of CLUSTER_NAMESPACE.

folder=/entitlement

# copy_entitlement: *.pem of the Secret for the architecture, else of that for all, and in the file `from` which one it is. Where it
# cannot, it fails as `retry` does, and $problem says why.
copy_entitlement() {
  local name
  problem=''
  if [[ $ENTITLEMENT_SOURCE == cluster ]]; then
    for name in "$CLUSTER_SECRET-$NODE_ARCH" "$CLUSTER_SECRET"; do
      copy_from_cluster "$name" || return
      if is_copied "$name of the namespace $CLUSTER_NAMESPACE"; then return 0; fi
    done
    problem="neither the Secret $CLUSTER_SECRET-$NODE_ARCH nor $CLUSTER_SECRET of the namespace $CLUSTER_NAMESPACE holds entitlement certificates (*.pem): let the Insights Operator keep them there (simple content access), or name a Secret of yours in secrets.entitlement"
  else
    cp /secrets/entitlement-arch/*.pem "$folder/" 2>/dev/null || true
    if is_copied "$SECRET-$NODE_ARCH"; then return 0; fi
    cp /secrets/entitlement/*.pem "$folder/" 2>/dev/null || true
    if is_copied "$SECRET"; then return 0; fi
    problem="neither the Secret $SECRET-$NODE_ARCH nor $SECRET holds entitlement certificates (*.pem): create one of them, or leave out secrets.entitlement for the cluster's own"
  fi
  return "$permanent"
}

# is_copied SECRET: whether certificates are there now; then it is where they are from
is_copied() {
  compgen -G "$folder/*.pem" >/dev/null || return
  printf '%s' "$1" >"$folder/from"
  log "entitlement certificates: of the Secret $1"
}

# copy_from_cluster SECRET: its certificates, if it is there; never through a variable or another place than the folder
copy_from_cluster() {
  local key status=0
  retry read_secret "$1" || status=$?
  if ((status != 0)); then
    problem=$(sentence_after "$status" "the Secret $1 of the namespace $CLUSTER_NAMESPACE cannot be read" "let this service account get it, or name a Secret of yours in secrets.entitlement")
    return "$status"
  fi
  [[ -s $folder/secret ]] || return 0
  for key in $(jq -r '.data // {} | keys[] | select(endswith(".pem"))' "$folder/secret"); do
    jq -r --arg key "$key" '.data[$key]' "$folder/secret" | base64 -d >"$folder/$key"
  done
  rm "$folder/secret"
}

# read_secret SECRET
read_secret() { limited "$longest_question" oc get secret "$1" --namespace "$CLUSTER_NAMESPACE" -o json --ignore-not-found >"$folder/secret"; }
