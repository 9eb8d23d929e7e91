# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $http_status, $scheme, $realm, $service: registry-http.sh; $host, $address, $work, $holder, $valid, $logged_in: registries.sh
# Logging in at a registry with nothing but files: no credential is ever in a variable, an argument or the log.
# Needs registry-http.sh, http-answer.sh, retry.sh, registry-answers.sh, finding.sh, finding-after.sh, AUTH_FILE, SECRET.

# credentials NAME: makes $work/basic, the header that logs in with what AUTH_FILE has for a repository, or the words `identity token`;
# empty where it has nothing. The most exact key counts. Source: containers/image, docs/containers-auth.json.5.md
credentials() {
  : >"$work/basic"
  [[ -f $AUTH_FILE ]] || return 0
  # What jq says of a file that is wrong may hold a part of it.
  jq -r --arg host "$host" --arg name "$1" '
    ((.auths // {}) | with_entries(.key |= (sub("^https?://"; "") | sub("/(v[12]/?)?$"; "")))) as $auths
    | ($host + "/" + $name | split("/")) as $path
    | [range($path | length; 0; -1) as $length | $path[:$length] | join("/")]
      + (if $host == "docker.io" then ["index.docker.io"] else [] end)
    | [.[] | $auths[.] | select(. != null)][0] // empty
    | if (.identitytoken // "") != "" then "identity token"
      elif (.auth // "") != "" then "Authorization: Basic " + .auth
      elif (.username // "") != "" then "Authorization: Basic " + (.username + ":" + .password | @base64)
      else empty end' "$AUTH_FILE" >"$work/basic" 2>/dev/null
}

# login NAME: makes $work/login, the header for questions about a repository; $logged_in tells whether it could
login() {
  local status=0 options=()
  logged_in=no
  : >"$work/login"
  if [[ $scheme == open ]]; then
    logged_in=yes
    return 0
  fi
  if ! credentials "$1"; then
    finding permanent "the Secret $SECRET holds no Docker config: create it with oc create secret docker-registry"
    return 0
  fi
  if grep -Fxq 'identity token' "$work/basic"; then
    finding warning "the Secret $SECRET has an identity token for registry $host: what it may do is only seen when it is used"
    return 0
  fi
  if [[ ! -s $work/basic && $scheme == basic ]]; then
    finding permanent "registry $host wants a login, and $holder has none for it: add one that may push and pull"
    return 0
  fi
  if [[ $scheme == basic ]]; then
    cp "$work/basic" "$work/login"
    retry api --header "@$work/login" "https://$address/v2/" || status=$?
  else
    [[ ! -s $work/basic ]] || options=(--header "@$work/basic")
    # Who lacks the rights is given a token, too; it is good for nothing.
    retry api --get "${options[@]}" --data-urlencode "service=$service" --data-urlencode "scope=repository:$1:pull,push" "$realm" || status=$?
  fi
  if ((status != 0)); then
    finding_after "$status" "registry $host cannot be logged in to" "$(registry_advice)"
  elif [[ $http_status == 40[13] ]]; then
    finding permanent "registry $host refuses the credentials of $holder (answer $http_status): $valid"
  elif is_login; then
    logged_in=yes
  else
    finding permanent "registry $host gives no login (answer $http_status of ${realm:-https://$address/v2/}): ask who runs it"
  fi
}

# is_login: whether the answer is one; a token is taken from it
is_login() {
  [[ $http_status == 200 ]] || return 1
  [[ $scheme == basic ]] || take_token
}
