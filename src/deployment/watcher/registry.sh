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
# shellcheck source=src/tasks/skopeo-registry.sh
. ../../tasks/skopeo-registry.sh
: "${SETTINGS:?}" "${PROGRAMS:?}" "${WORK:?}"

start=$SECONDS
# The next run asks again, minutes later.
# shellcheck disable=SC2034 # retry.sh
retry_tries=2
work=$(mktemp -d)
use_registry

# program NAME ARGUMENT...: runs a jq program with the settings
program() { jq -L "$PROGRAMS" -f "$PROGRAMS/$1.jq" --slurpfile settings "$SETTINGS" "${@:2}"; }

# refusal STATUS REFERENCE: why the registry has not told what `ask` wanted to know of it
refusal() { jq -n --arg reason "$(sentence_after "$1" "$2 cannot be read" "$(registry_advice)")" '{$reason}'; }

# list REPOSITORY: its tags; one that nobody has pushed to has none
list() {
  local status=0
  ask skopeo list-tags "${skopeo_options[@]}" "docker://$1" >"$work/answer" || status=$?
  if ((status == 0)); then
    jq '{tags: (.Tags // [])}' "$work/answer"
  elif is_absent; then
    printf '{"tags": []}'
  else
    refusal "$status" "$1"
  fi
}

# inspect FILE: of each reference in it: itself, and what skopeo says of it. A registry that is gone is not asked for the rest.
inspect() {
  local reference status repository
  declare -A gone=()
  retry_words=$(mktemp)
  while read -r reference; do
    printf '"%s" ' "$reference"
    repository=$(without_tag "$reference") status=0
    if [[ -n ${gone[$repository]:-} ]]; then
      printf '%s' "${gone[$repository]}"
      continue
    fi
    ask skopeo inspect --no-tags "${skopeo_options[@]}" "docker://$reference" >"$1.answer" || status=$?
    if ((status == 0)); then
      cat "$1.answer"
    elif is_absent; then
      printf 'null'
    else
      refusal "$status" "$reference" >"$1.answer"
      cat "$1.answer"
      ((status == permanent)) || gone[$repository]=$(<"$1.answer")
    fi
  done <"$1"
}

program wanted "$WORK/cluster.json" >"$WORK/wanted.json"
{
  while read -r repository; do
    printf '"%s" ' "$repository"
    list "$repository"
  done < <(jq -r '[.targets[].image] | unique[]' "$SETTINGS")
} | jq -n '[inputs] | [range(0; length; 2) as $at | {key: .[$at], value: .[$at + 1]}] | from_entries' >"$work/listed"
program to-inspect -r --slurpfile wanted "$WORK/wanted.json" --slurpfile listed "$work/listed" "$WORK/cluster.json" >"$work/references"

# Four at a time: after a change of the configuration there may be hundreds.
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
