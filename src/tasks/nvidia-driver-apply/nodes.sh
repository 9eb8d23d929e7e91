# shellcheck shell=bash
# The nodes that an NVIDIADriver resource selects, and the images that the GPU operator will ask for on them.

# gpu_nodes SELECTOR: a line for each node: name, kernel as its label has it, ID and VERSION_ID of its os-release ("-": no label)
gpu_nodes() {
  local found
  found=$(ask oc get nodes --selector "$1" -o json) || fail_after $? "nodes cannot be read" "let this service account list nodes"
  jq -r '.items[] | .metadata.labels as $labels
    | [.metadata.name, ("kernel-version.full", "system-os_release.ID", "system-os_release.VERSION_ID" | $labels["feature.node.kubernetes.io/" + .] // "-")] | join(" ")' <<<"$found"
}

# nodes_of_kernel NODES KERNEL, as a label has it: "5: a, b, c and 2 more", because a result is short; nothing where there are none
nodes_of_kernel() {
  local node kernel shown='' count=0
  while read -r node kernel _; do
    [[ $kernel == "$2" ]] || continue
    count=$((count + 1))
    ((count > 3)) || shown+=${shown:+, }$node
  done <<<"$1"
  ((count <= 3)) || shown+=" and $((count - 3)) more"
  printf '%s' "${shown:+$count: $shown}"
}

# wanted_tags DRIVER_VERSION KERNEL ID VERSION: the tags wanted for a node; where its OS is not labelled, those of the release that was looked up
wanted_tags() {
  local os_tag tag
  if [[ $3 != - && $4 != - ]]; then
    while read -r os_tag; do printf '%s-%s-%s\n' "$1" "$2" "$os_tag"; done < <(os_tags "$3" "$4")
  else
    for tag in $TAGS; do printf '%s-%s-%s\n' "$1" "$2" "${tag##*-}"; done
  fi
}

# missing_tags NODES DRIVER_VERSION: a line for each image that is not published, and the nodes that need it; nothing where all are
missing_tags() {
  local node kernel id os tag wanted digest mark found info
  declare -A seen=()
  while read -r node kernel id os; do
    [[ -n $node ]] || continue
    if [[ $kernel == - ]]; then
      printf '  node %s has no label feature.node.kubernetes.io/kernel-version.full: is Node Feature Discovery running there?\n' "$node"
      continue
    fi
    wanted=$(wanted_tags "$2" "$kernel" "$id" "$os")
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

