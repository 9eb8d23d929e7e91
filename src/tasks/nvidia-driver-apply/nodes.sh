# shellcheck shell=bash
# The nodes that an NVIDIADriver resource selects, and the images that the GPU operator will ask for on them.

# gpu_nodes: a line for each node that MANIFEST selects: name, kernel as its label has it, ID and VERSION_ID of its os-release ("-": no label)
gpu_nodes() {
  local selector found
  selector=$(jq -r '[{"nvidia.com/gpu.present": "true"} + (.spec.nodeSelector // {}) | to_entries[] | .key + "=" + .value] | join(",")' <<<"$MANIFEST")
  found=$(ask oc get nodes --selector "$selector" -o json) || fail_after $? "nodes cannot be read" "let this service account list nodes"
  jq -r '.items[] | .metadata.labels as $labels
    | [.metadata.name, ("kernel-version.full", "system-os_release.ID", "system-os_release.VERSION_ID" | $labels["feature.node.kubernetes.io/" + .] // "-")] | join(" ")' <<<"$found"
}

# wanted_tags KERNEL ID VERSION: the tags wanted for a node; where its OS is not labelled, those of the release that was looked up
wanted_tags() {
  local version os_tag tag
  version=$(jq -r .spec.version <<<"$MANIFEST")
  if [[ $2 != - && $3 != - ]]; then
    while read -r os_tag; do printf '%s-%s-%s\n' "$version" "$1" "$os_tag"; done < <(os_tags "$2" "$3")
  else
    for tag in $TAGS; do printf '%s-%s-%s\n' "$version" "$1" "${tag##*-}"; done
  fi
}

# missing_tags NODES: a line for each image that is not published, and the nodes that need it; nothing where all are
missing_tags() {
  local node kernel id os tag wanted digest mark found info
  declare -A seen=()
  while read -r node kernel id os; do
    [[ -n $node ]] || continue
    if [[ $kernel == - ]]; then
      printf '  node %s has no label feature.node.kubernetes.io/kernel-version.full: is Node Feature Discovery running there?\n' "$node"
      continue
    fi
    wanted=$(wanted_tags "$kernel" "$id" "$os")
    if [[ -z $wanted ]]; then
      printf '  node %s has the OS %s, which no rule of OS tags knows: narrow the node selector to nodes of OpenShift\n' "$node" "$id"
      continue
    fi
    [[ -z ${seen[$wanted]:-} ]] || continue
    seen[$wanted]=yes
    found=
    for tag in $wanted; do
      info=$(image_info "$IMAGE:$tag" "linux/$NODE_ARCH") || exit $?
      read -r digest mark < <(proof "$info") || true
      if [[ $digest == absent ]]; then
        printf '  %s:%s is missing (node %s)\n' "$IMAGE" "$tag" "$node"
      elif [[ $mark == foreign ]]; then
        printf '  %s:%s is not an image of ours (node %s)\n' "$IMAGE" "$tag" "$node"
      elif [[ -n $found && $found != "$digest" ]]; then
        printf '  %s:%s is another image than its sibling tags (node %s)\n' "$IMAGE" "$tag" "$node"
      else
        found=$digest
      fi
    done
  done <<<"$1"
}

