# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # longest_question: retry.sh; ungraphed: for who asks
# The update service, which knows the releases of channels (Cincinnati). Needs prelude.sh, certificates.sh, retry.sh, download.sh.
# Source: openshift/cincinnati, docs/design/cincinnati.md and openshift.md.

# graph URL CHANNEL ARCH CLUSTER: {"arch", "nodes": [{"version", "payload"}]}; nodes are null where it does not answer. `ungraphed` then
# says why, and where there is no such channel.
graph() {
  local folder
  folder=$(mktemp -d)
  ungraphed=''
  ca_bundle "$folder/ca.crt"
  if ! retry curl_file "$1" "$folder/answer" "$folder/ca.crt" --max-time "$longest_question" --header 'Accept: application/json' \
    --get --data-urlencode "channel=$2" --data-urlencode "arch=$3" --data-urlencode "id=$4"; then
    ungraphed="$1 cannot be read: $(why): see that it can be reached from the cluster, or set sources.updateService"
    jq -cn --arg arch "$3" '{arch: $arch, nodes: null}'
  elif ! jq -ce --arg arch "$3" '{arch: $arch, nodes: [.nodes[] | {version, payload}]} | select(.nodes != [])' "$folder/answer"; then
    ungraphed="$1 has no release in it: see that upgrade.channels names one that exists"
  fi
  rm -r "$folder"
}
