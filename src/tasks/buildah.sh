# shellcheck shell=bash
# buildah as root in a pod without privileges: what it needs there, once a step.

# prepare_buildah: users of the namespace that it makes, a trust policy, storage on the pod's own volume
prepare_buildah() {
  local file
  for file in /etc/subuid /etc/subgid; do printf 'root:1:4294967294\n' >"$file"; done
  mkdir -p /etc/containers
  [[ -f /etc/containers/policy.json ]] || printf '{"default": [{"type": "insecureAcceptAnything"}]}\n' >/etc/containers/policy.json
  export STORAGE_DRIVER=overlay BUILDAH_ISOLATION=chroot
}

