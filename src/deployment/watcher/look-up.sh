# shellcheck shell=bash
# shellcheck disable=SC2154 # told: prelude.sh; now, lookups_end: the script
# What release images hold, asked for once. Needs prelude.sh, release-facts.sh and what it needs, `now`. Answers are lines of the file `found`:
# {"key", "image", "arch", "at", "facts"} or {"image", "arch", "reason"}.

# The questions that are answered: "<image> <architecture of nodes>".
declare -A answered=()

# look_up IMAGE NODE_ARCH: an answer, where there is none yet. What has not begun by $lookups_end (as SECONDS) is looked up next time: the
# containers after this one have work to do.
look_up() {
  [[ -z ${answered["$1 $2"]:-} ]] || return 0
  answered["$1 $2"]=yes
  if ((SECONDS >= lookups_end)); then
    no_answer "$1" "$2" "not looked up yet"
    return 0
  fi
  local folder status=0
  folder=$(mktemp -d)
  # Beside this shell, because bash does not end at an error where somebody asks for the status.
  release_facts "$1" "$2" >"$folder/facts" 2>"$folder/words" &
  wait $! || status=$?
  rm -f "$told"
  cat "$folder/words" >&2
  if ((status == 0)); then
    jq -c --arg key "$(printf '%s' "$1" | sha256sum | cut -c 1-20).$2" --arg image "$1" --arg arch "$2" --arg at "$now" \
      '{key: $key, image: $image, arch: $arch, at: $at, facts: .}' "$folder/facts" >>found
  else
    no_answer "$1" "$2" "$(tail -n 1 "$folder/words")"
  fi
  rm -r "$folder"
}

# no_answer IMAGE NODE_ARCH REASON
no_answer() { jq -cn --arg image "$1" --arg arch "$2" --arg reason "$3" '{image: $image, arch: $arch, reason: $reason}' >>found; }
