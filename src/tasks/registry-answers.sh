# shellcheck shell=bash
# What registries answer when they do not give what was asked for. Needs retry.sh, AUTH_FILE.

# is_absent: whether the command that `retry` gave up was told that there is no such image
is_absent() { words | grep -Eiq 'manifest unknown|name unknown|not found'; }

# fail_registry STATUS WHAT CANNOT BE DONE: ends the step after `retry`
fail_registry() {
  case $(words) in
    *nauthorized* | *"no basic auth"* | *denied* | *orbidden*) fail_after "$1" "$2" "check the Secret with the registry's credentials ($AUTH_FILE)" ;;
    *x509*) fail_after "$1" "$2" "set caConfigMap to a ConfigMap with the authority of the registry's certificate" ;;
    *) fail_after "$1" "$2" "see what the registry answers above" ;;
  esac
}
