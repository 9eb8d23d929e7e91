# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # from and for retry.sh, registry-http.sh and anonymous-pull.sh
# What everybody must not be able to pull. Needs prelude.sh, retry.sh, and anonymous-pull.sh with what that needs.

work=$(mktemp -d)

# refuse_public IMAGE@DIGEST or REPOSITORY: ends the step unless who has no login is refused; what the registry shows to nobody does not
# exist for them
refuse_public() {
  local status=0 question='tags/list?n=1'
  if [[ $1 == *@* ]]; then question=manifests/${1#*@}; fi
  registry_address "${1%@*}" "$work"
  ask_anonymously "$path" "$path/$question" || status=$?
  ((status == 0)) || fail_after "$status" "whether everybody can pull $1 cannot be asked, no tag was set" "$anonymous_advice"
  case $http_status in
    401 | 403 | 404) log "$1 cannot be pulled without a login (answer $http_status)" ;;
    200) fail "everybody can pull $1, which NVIDIA's licence of vGPU guest drivers forbids: no tag was set; make the repository private, or publish to another one" ;;
    *) fail "whether everybody can pull $1 cannot be told (answer $http_status): no tag was set; ask who runs the registry" ;;
  esac
}
