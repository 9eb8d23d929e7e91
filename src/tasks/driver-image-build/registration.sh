# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of prelude.sh and retry.sh
# The registration of this build at Red Hat, outside of the image: in a container of the base image that becomes no image itself, so that
# it can be undone however the build ends. Needs prelude.sh, retry.sh and leftover.sh.

# On the step's own file system: no other step, and no layer, ever has it.
registration=$(mktemp -d)
may_be_registered=no

# prepare_registration: the container, and in its folder the scripts and the two values
prepare_registration() {
  local key
  for key in org activationkey; do
    [[ -s /secrets/activation-key/$key ]] || fail "the activation key Secret has no key \"$key\": create it with --from-file=$key=…"
  done
  install -d -m 0700 "$registration/secrets"
  cp -L /secrets/activation-key/org /secrets/activation-key/activationkey "$registration/secrets/"
  cat >"$registration/register.py" <<'REGISTER_PY'
#include tasks/driver-image-build/register.py
REGISTER_PY
  cat >"$registration/register.sh" <<'REGISTER'
#include tasks/driver-image-build/register.sh
REGISTER
  cat >"$registration/unregister.sh" <<'UNREGISTER'
#include tasks/driver-image-build/unregister.sh
UNREGISTER
  buildah from --pull=never --name registration "$BASE_IMAGE" >/dev/null || fail "no container of base image $BASE_IMAGE can be made: see above"
}

# register: fails as `retry` does
register() {
  local status=0
  log "registering system $SYSTEM_NAME at Red Hat"
  may_be_registered=yes
  set -m
  (
    # A signal ends the tries, but not the one that is on its way: what it registers could not be undone.
    trap 'exit 143' TERM
    retry registered_container register
  ) &
  set +m
  wait $! || status=$?
  rm -rf "$registration/secrets"
  return "$status"
}

# registered_container SCRIPT: runs it in the container that registers. What buildah says of a command that fails is left out: the cause
# is what the command says.
registered_container() {
  set -o pipefail
  {
    buildah run --isolation chroot --env SMDEV_CONTAINER_OFF=1 --env SYSTEM_NAME="$SYSTEM_NAME" --volume "$registration:/run/registration" \
      registration -- bash "/run/registration/$1.sh" 2>&1 >&3 |
      sed -E '/^(subprocess exited with status|(Error: )?(while running runtime: )?exit status) [0-9]+$/d' >&2
  } 3>&1
}

# unregister_within SECONDS
unregister_within() {
  local status=0
  export -f registered_container
  export registration
  timeout --kill-after=1 "$1" bash -c 'registered_container unregister' || status=$?
  ((status != 124 && status != 137)) || printf 'timed out after %s s\n' "$1" >&2
  return "$status"
}

# unregister TRIES SECONDS: once, as often and each as long; says what came of it, and fails never
unregister() {
  [[ $may_be_registered == yes ]] || return 0
  may_be_registered=no
  trap '' TERM INT
  # Words of its own: those of the command that failed before stay.
  # shellcheck disable=SC2034 # retry reads them
  local retry_words=$registration/words retry_tries=$1 said=''
  if ! said=$(retry unregister_within "$2"); then
    log "warning: system $SYSTEM_NAME is still registered: $(removal_of "$SYSTEM_NAME")"
  elif [[ $said != "no identity" ]]; then
    log "system $SYSTEM_NAME is unregistered"
  elif [[ -d $registration/secrets ]]; then
    log "warning: registering was interrupted: system $SYSTEM_NAME may be registered: $(removal_of "$SYSTEM_NAME")"
  fi
  buildah rm registration >/dev/null 2>&1 || true
  rm -rf "$registration"
}

# end_jobs: what runs in the background gets TERM, and KILL if it goes on for long: a registration that is on its way is let through
end_jobs() {
  local job end group=- grace=3
  if [[ -d $registration/secrets ]]; then group='' grace=8; fi
  for job in $(jobs -p); do
    kill -TERM -- "$group$job" 2>/dev/null || true
    end=$((SECONDS + grace))
    while kill -0 "$job" 2>/dev/null && ((SECONDS < end)); do sleep 0.2; done
    kill -KILL -- "-$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
  done
}
