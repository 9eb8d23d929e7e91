# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # no_way: for the scripts; permanent and transient: prelude.sh
# Signatures by a key that never leaves its PKCS#11 token, in an image of the user's. The PIN is read by openssl alone, from the file that
# the URI names; each signature logs in once, and nothing is tried again: tokens lock themselves after some wrong PINs. Needs KEY_URI, SECRET.

pin=/secrets/pin/pin
# Seconds that a token may take for a signature, its login included.
longest_signature=60
token_options=()
token_words=$(mktemp)
no_way="the image of signing.external has neither openssl's provider pkcs11 nor its engine pkcs11: add one of them to it"

# What libp11 and pkcs11-provider say. Sources: OpenSC/libp11 at libp11-0.4.12, src/p11_ckr.c and src/eng_back.c; latchset/pkcs11-provider
# at acf46db7, src/provider.c (p11prov_get_reason_strings) and src/session.c (check_pin_flags_ok).
pin_words='PIN (incorrect|invalid|expired|locked|marked)|invalid PIN length|the specified PIN|only one auth attempt left'
away_words='device (error|memory|removed)|token (was )?not present|no PKCS#11 token present|token not recognized|no matching initialized token'
away_words+='|no tokens found|some problem has occurred with the token|token was removed|connection (refused|reset|timed out)|no route to host'

# pin_problem: what is wrong with the file of the PIN; nothing where nothing is. libp11 before 0.4.17 takes the end of the line for a part
# of the PIN (OpenSC/libp11 at 0a203fe): that would be a wrong one.
pin_problem() {
  if [[ ! -f $pin ]]; then
    printf '%s' "the Secret $SECRET has no key pin: create it with --from-file=pin"
  elif [[ ! -s $pin ]] || (($(wc -l <"$pin") > 0)) || LC_ALL=C grep -q '[[:cntrl:]]' "$pin"; then
    printf '%s' "the key pin of the Secret $SECRET is not the PIN alone: write it into the file without the end of a line (printf %s, not echo), and create the Secret again"
  fi
}

# find_token: how openssl reaches the token, by its provider or, where the image has none, its engine; fails where it has neither
find_token() {
  if openssl list -providers -provider pkcs11 >/dev/null 2>&1; then
    token_options=(-provider default -provider pkcs11)
  elif openssl engine pkcs11 >/dev/null 2>&1; then
    token_options=(-engine pkcs11 -keyform engine)
  else
    return 1
  fi
}

# sign_by_token FILE CERTIFICATE SIGNATURE: a detached signature as the kernel wants it (scripts/sign-file.c: no attributes, no
# certificates), CERTIFICATE in PEM. Fails with $permanent or $transient; `token_problem` then tells why.
sign_by_token() {
  local status=0 sign='?'
  [[ $KEY_URI != *\?* ]] || sign='&'
  timeout --kill-after=5 "$longest_signature" openssl cms -sign -binary -noattr -nocerts -nosmimecap -md sha256 -outform DER "${token_options[@]}" \
    -signer "$2" -inkey "$KEY_URI${sign}pin-source=file:$pin" -in "$1" -out "$3" </dev/null >/dev/null 2>"$token_words" || status=$?
  ((status != 0)) || return 0
  cat "$token_words" >&2
  if ((status == 124 || status == 137)); then
    printf 'no answer within %s s\n' "$longest_signature" >"$token_words"
    return "$transient"
  fi
  if grep -Eiq "$pin_words" "$token_words"; then return "$permanent"; fi
  if grep -Eiq "$away_words" "$token_words"; then return "$transient"; fi
  return "$permanent"
}

# token_problem STATUS: why there is no signature, after `sign_by_token`, and what to do
token_problem() {
  if (($1 == transient)); then
    printf '%s' "the token of $KEY_URI does not answer: $(token_said "$away_words|no answer"): see that the image of signing.external reaches it, and that the URI names its token, then run again"
  elif grep -Eiq "$pin_words|login failed" "$token_words"; then
    printf '%s' "the token of $KEY_URI does not take the PIN: $(token_said "$pin_words" .): write the right one into the key pin of the Secret $SECRET before another run, for a token locks itself after some wrong ones"
  elif grep -q 'private key does not match certificate' "$token_words"; then
    printf '%s' "the key $KEY_URI is not that of the certificate public_key.der in the Secret $SECRET: name the right key, or write its certificate into the Secret"
  else
    printf '%s' "the key $KEY_URI does not sign: $(token_said .): does the URI name a private key of the token that may sign?"
  fi
}

# token_said WORDS...: the first line of openssl's that has the first of them that any has; of its own error lines the reason alone
token_said() {
  local words line=''
  for words; do
    line=$(grep -Ev '^[Ee]ngine "pkcs11" set' "$token_words" | grep -Eim 1 -- "$words" || true)
    [[ -z $line ]] || break
  done
  sed -E 's/^[^:]*:error:[^:]*:[^:]*:[^:]*:([^:]*):.*/\1/' <<<"${line:-openssl says nothing}" | cut -c 1-300
}
