# shellcheck shell=bash
# Logging in where the runfile is, with the Secret RUNFILE_SECRET. curl reads it from a file of this step: no argument, variable or line of the
# log has it, and no other host is shown it where the server redirects. Needs retry.sh (words).
# Source: curl(1), --config (quotes), --user and --oauth2-bearer (--location without --location-trusted).

# curl's options for it; none where there is no such Secret.
login=()

# prepare_login: sets them; fails where the Secret has neither a token nor a username with its password
prepare_login() {
  local secret=/secrets/runfile file
  if ! compgen -G "$secret/*" >/dev/null; then return 0; fi
  file=$(mktemp)
  if [[ -s $secret/token ]]; then
    {
      printf 'oauth2-bearer = "'
      quoted "$secret/token"
      printf '"\n'
    } >"$file"
  elif [[ -s $secret/username && -s $secret/password ]]; then
    {
      printf 'user = "'
      quoted "$secret/username"
      printf ':'
      quoted "$secret/password"
      printf '"\n'
    } >"$file"
  else
    return 1
  fi
  login=(--config "$file" --proto-redir '=http,https')
}

# quoted FILE: its one line, as it stands between quotes in a file for curl
quoted() { tr -d '\r\n' <"$1" | sed 's/[\\"]/\\&/g'; }

# incomplete_login: what to say where prepare_login fails
incomplete_login() {
  printf '%s' "the Secret $RUNFILE_SECRET has neither token nor username and password: create it with --from-file=token, or with --type=kubernetes.io/basic-auth, --from-file=username and --from-file=password"
}

# runfile_advice: what to do about a runfile that `retry` did not get
runfile_advice() {
  case $(words) in
    *'error: 401'* | *'error: 403'*)
      if ((${#login[@]} > 0)); then
        printf '%s' "let the account in the Secret $RUNFILE_SECRET download it, or write another one into it"
      else
        printf '%s' "if it wants a login, write it into the Secret $RUNFILE_SECRET, which runfile.secret of the driver names; else check runfile.url of the driver"
      fi
      ;;
    *) printf '%s' "check runfile.url of the driver" ;;
  esac
}
