#!/usr/bin/env bash
# Which images are wanted, and what the registries hold of them: wanted.json and registry.json. A registry that does not answer is told in
# there, and is no failure: other targets have other registries.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../../tasks/prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../../tasks/retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../../tasks/registry-answers.sh
# shellcheck source=src/tasks/registry-token.sh
. ../../tasks/registry-token.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../../tasks/skopeo-registry.sh
: "${SETTINGS:?}" "${PROGRAMS:?}" "${WORK:?}" "${INSPECT_SECONDS:=180}"

start=$SECONDS
# The next run asks again, minutes later.
# shellcheck disable=SC2034 # retry.sh
retry_tries=2 longest_question=30
work=$(mktemp -d)
use_token
use_registry

# program NAME ARGUMENT...: runs a jq program with the settings
program() { jq -L "$PROGRAMS" -f "$PROGRAMS/$1.jq" --slurpfile settings "$SETTINGS" "${@:2}"; }

# answered STATUS REFERENCE FILE ABSENT: what the registry said, or ABSENT where there is no such thing, or why it has not told it. A
# registry that is gone is in `gone` from then on, and is not asked for more.
declare -A gone=()
answered() {
  if (($1 == 0)); then
    cat "$3"
  elif is_absent; then
    printf '%s' "$4"
  else
    jq -n --arg reason "$(sentence_after "$1" "$2 cannot be read" "$(registry_advice)")" '{$reason}' >"$3"
    cat "$3"
    (($1 == permanent)) || gone[${2%%/*}]=$(<"$3")
  fi
}

# list: of each repository of standard input its name, and its tags; one that nobody has pushed to has none
list() {
  local repository status
  while read -r repository; do
    printf '"%s" ' "$repository"
    status=0
    if [[ -n ${gone[${repository%%/*}]:-} ]]; then
      printf '%s' "${gone[${repository%%/*}]}"
      continue
    fi
    ask skopeo list-tags "${skopeo_options[@]}" "docker://$repository" >"$work/tags" || status=$?
    answered "$status" "$repository" "$work/tags" '{"Tags": []}'
  done
}

# inspect FILE: of each reference in it itself, and what skopeo says of it
inspect() {
  local reference status
  retry_words=$(mktemp)
  while read -r reference; do
    printf '"%s" ' "$reference"
    status=0
    if [[ -n ${gone[${reference%%/*}]:-} ]]; then
      printf '%s' "${gone[${reference%%/*}]}"
      continue
    fi
    if ((SECONDS >= deadline)); then
      printf '{"reason": "%s has not been asked for yet: there was no time left"}' "$reference"
      continue
    fi
    ask skopeo inspect --no-tags "${skopeo_options[@]}" "docker://$reference" >"$1.answer" || status=$?
    answered "$status" "$reference" "$1.answer" null
  done <"$1"
}

program wanted "$WORK/cluster.json" >"$WORK/wanted.json"
jq -r '[.targets[].image] | unique[]' "$SETTINGS" | list |
  jq -n '[inputs] | [range(0; length; 2) as $at | {key: .[$at], value: (.[$at + 1] | if .reason then . else {tags: (.Tags // [])} end)}] | from_entries' >"$work/listed"
program to-inspect -r --slurpfile wanted "$WORK/wanted.json" --slurpfile listed "$work/listed" "$WORK/cluster.json" >"$work/references"

# Four at a time: where the ledgers are lost there are hundreds. What is left then has its turn in the next runs.
deadline=$((SECONDS + INSPECT_SECONDS))
split --number=r/4 "$work/references" "$work/part."
workers=()
for part in "$work"/part.??; do
  inspect "$part" >"$part.answers" &
  workers+=($!)
done
for worker in "${workers[@]}"; do wait "$worker"; done
cat "$work"/part.*.answers >"$work/answers"
program registry -n --slurpfile listed "$work/listed" --slurpfile answers "$work/answers" >"$WORK/registry.json"
done_in "check of $(wc -l <"$work/references") tags in $(jq '.repositories | length' "$WORK/registry.json") repositories" "$start"
