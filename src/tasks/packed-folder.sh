# shellcheck shell=bash
# A folder as an image of one layer, in the storage of buildah. Needs buildah.sh.

# pack_folder FOLDER: makes the image `packed`; its labels are in the file FOLDER.labels, a line each, where there is one
pack_folder() {
  local container label
  container=$(buildah from scratch)
  # The modes and owners of a folder on a volume are the pod's, not ours: a group of the namespace, and the setgid bit.
  find "$1" -exec chmod g-s,go-w {} +
  buildah copy --quiet --chown 0:0 "$container" "$1" / >/dev/null
  # What whoever takes the image has to know of it.
  if [[ -f $1.labels ]]; then
    while read -r label; do buildah config --label "nvidia-driver-pipelines.$label" "$container"; done <"$1.labels"
  fi
  # One time for all files: the same content has the same digest, whoever packs it.
  buildah commit --quiet --rm --format oci --timestamp 0 "$container" packed >/dev/null
}
