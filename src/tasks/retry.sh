# shellcheck shell=bash
# shellcheck disable=SC2154 # permanent and transient: prelude.sh
# The one place that tells what is transient, from the words of the programs themselves, and tries it again.

# Network: Go's net package (oc, skopeo, buildah), curl, librepo (dnf), subscription-manager. Then what servers say when they are busy.
transient_words='connection (refused|reset|timed out|closed)|i/o timeout|timed? ?out|TLS handshake|unexpected EOF|: EOF|broken pipe'
transient_words+='|no route to host|network is unreachable|temporary failure in name resolution|server misbehaving|could ?n.t (resolve|connect)'
transient_words+='|could not (resolve|connect)|failed to connect|empty reply|curl error \((6|7|16|18|28|35|52|55|56|92)\)|curl: \((6|7|16|18|28|35|52|55|56|92)\)'
transient_words+='|unable to connect to server|remote server error|(http|status|error)( error)?( code)?[:/ ]+([0-9.]+ )?(408|425|429|5[0-9][0-9])\b'
transient_words+='|too ?many ?requests|internal server error|bad gateway|service unavailable|gateway time-?out|currently unable to handle|etcdserver'

# is_transient TEXT: whether another try may help
is_transient() { grep -Eiq -- "$transient_words" <<<"$1"; }

# Tries of one command, and the longest pause between two: with 2, 4, 8, 16, 30 and 30 s a registry may be gone for a minute.
retry_tries=7 retry_longest_pause=30
retry_words=$(mktemp)

# retry COMMAND...: gives its output; runs it again while what it says is transient. Fails with $permanent or, all tries used up,
# $transient; `why` then has its words. The command must be one that can be repeated, and reads no stdin.
retry() {
  local output=$retry_words.output try pause=2
  for ((try = 1; ; try++)); do
    if "$@" </dev/null >"$output" 2>"$retry_words"; then
      [[ ! -s $output ]] || cat "$output"
      return 0
    fi
    cat "$output" >>"$retry_words"
    cat "$retry_words" >&2
    is_transient "$(<"$retry_words")" || return "$permanent"
    ((try < retry_tries)) || return "$transient"
    log "try $try of $retry_tries failed, the next in $pause s"
    sleep "$pause"
    ((pause = pause * 2 < retry_longest_pause ? pause * 2 : retry_longest_pause))
  done
}

# Seconds that a question may take, and the moving of an image: a server that says nothing must not hold up a run.
longest_question=120 longest_transfer=1800

# ask COMMAND..., transfer COMMAND...: retry for a question, and for moving an image
ask() { retry limited "$longest_question" "$@"; }
transfer() { retry limited "$longest_transfer" "$@"; }

# limited SECONDS COMMAND...: what takes longer is ended, and says so in words of its own
limited() {
  local status=0
  timeout --foreground --kill-after=10 "$@" || status=$?
  if ((status == 124)); then printf 'error: timed out after %s s without an answer\n' "$1" >&2; fi
  return "$status"
}

# words: all that the command said which `retry` gave up
words() { printf '%s\n' "$(<"$retry_words")"; }

# why: the last words of the command that `retry` gave up, in one line, without the prefixes of its program; curl's advice on
# certificates, which follows its error 60, is left out
why() {
  words | grep -v '^ *$' | sed '/^curl: (60) /q' | tail -n 1 |
    sed -E 's/^time="[^"]*" level=[a-z]+ msg="(.*)"$/\1/; s/\\"/"/g; s/^([Ee]rror|curl): //; s/^\(([0-9]+)\) /curl error \1: /' | cut -c 1-400
}

# fail_after STATUS WHAT WENT WRONG, WHERE; WHAT TO DO: ends the step after `retry` with its cause, as permanent or transient
fail_after() {
  if (($1 == transient)); then fail_transient "$(sentence_after "$@")"; fi
  fail "$(sentence_after "$@")"
}

# sentence_after STATUS WHAT WENT WRONG, WHERE; WHAT TO DO: what there is to say after `retry`
sentence_after() {
  if (($1 == transient)); then
    printf '%s' "$2: $(why) ($retry_tries tries): see that it can be reached from the cluster, then run again"
  else
    printf '%s' "$2: $(why): $3"
  fi
}
