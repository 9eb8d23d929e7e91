# shellcheck shell=bash
# What registries answer when they do not give what was asked for. Needs retry.sh, AUTH_FILE; knows of registry-token.sh.

# is_absent: whether the command that `retry` gave up was told that there is no such image
is_absent() { words | grep -Eiq 'manifest unknown|name unknown|not found'; }

# fail_registry STATUS WHAT CANNOT BE DONE: ends the step after `retry`
fail_registry() { fail_after "$1" "$2" "$(registry_advice)"; }

# registry_advice: what to do about what the command was told that `retry` gave up
registry_advice() {
  case $(words) in
    *nauthorized* | *"no basic auth"* | *denied* | *orbidden*)
      if [[ ${token_login:-no} == yes ]]; then
        printf '%s' "let the service account of this pod pull and push there: apply the manifests again"
      else
        printf '%s' "check the Secret with the registry's credentials ($AUTH_FILE)"
      fi
      ;;
    *x509* | *"SSL certificate"*) printf '%s' "set caConfigMap to a ConfigMap with the authority of the registry's certificate" ;;
    *) printf '%s' "see what the registry answers above" ;;
  esac
}
