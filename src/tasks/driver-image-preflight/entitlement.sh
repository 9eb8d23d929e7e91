#!/usr/bin/env bash
# Whether the entitlement certificates are valid, with their keys, and for the target's architecture.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
: "${ENTITLEMENT_SOURCE:?}" "${ARCH:?}" "${FINDINGS:?}"

# The step before has told why there are none, where there should be.
if [[ ! -f /entitlement/from ]]; then
  log "there are no entitlement certificates to check"
  exit 0
fi
SECRET=$(</entitlement/from)
fresh="write new ones into it, or leave out secrets.entitlement for the cluster's own"
[[ $ENTITLEMENT_SOURCE != cluster ]] || fresh="see why the Insights Operator does not renew them (oc get clusteroperator insights), or name a Secret of yours in secrets.entitlement"

# architectures CERTIFICATE: what it is for, a line each; nothing where it does not tell. Version 3 has its data behind the certificate,
# version 1 in extensions. Source: candlepin/subscription-manager, src/rhsm/certificate2.py (_create_v3_cert, _parse_v1_products)
architectures() {
  if grep -q '^-----BEGIN ENTITLEMENT DATA-----' "$1"; then
    entitlement_data "$1" | jq -r '.products[] | .architectures[]?, (.content[]? | .arches[]?)' 2>/dev/null || true
  else
    openssl x509 -in "$1" -noout -text |
      sed -nE '/^ *1\.3\.6\.1\.4\.1\.2312\.9\.1\.[0-9]+\.3:/ {n; s/^ *..//; s/ *, */\n/g; p}'
  fi
}

# entitlement_data CERTIFICATE: its JSON. It is compressed for zlib: with gzip's header (RFC 1952) for zlib's two bytes (RFC 1950), gzip reads
# it, and misses its own trailer at the end.
entitlement_data() {
  sed -n '/^-----BEGIN ENTITLEMENT DATA-----/,/^-----END ENTITLEMENT DATA-----/ {/^-----/d; p}' "$1" | base64 -d |
    { printf '\x1f\x8b\x08\0\0\0\0\0\0\0' && tail -c +3; } | { gzip -dc 2>/dev/null || true; }
}

# A key by its public half: what of it belongs to which certificate.
keys=$(mktemp) named=$(mktemp) certificates=0 silent=no
for file in /entitlement/*.pem; do
  [[ ! -f $file ]] || openssl pkey -in "$file" -passin pass: -pubout 2>/dev/null | tr -d '\n' >>"$keys" || true
  echo >>"$keys"
done
for file in /entitlement/*.pem; do
  grep -qs '^-----BEGIN CERTIFICATE-----' "$file" || continue
  name=${file##*/}
  if ! public=$(openssl x509 -in "$file" -noout -pubkey 2>/dev/null); then
    finding permanent "$name of the Secret $SECRET cannot be read as a certificate: $fresh"
    continue
  fi
  ((certificates += 1))
  grep -Fxq -- "${public//$'\n'/}" "$keys" || finding permanent "the Secret $SECRET has no key for the certificate $name: $fresh"
  openssl x509 -in "$file" -noout -checkend 0 >/dev/null ||
    finding permanent "the entitlement certificate $name of the Secret $SECRET ended on $(openssl x509 -in "$file" -noout -enddate | cut -d = -f 2): $fresh"
  architectures "$file" | sort -u >"$named.one"
  [[ -s $named.one ]] || silent=yes
  cat "$named.one" >>"$named"
done
if ((certificates == 0)); then
  finding permanent "the Secret $SECRET holds no entitlement certificate, only other *.pem: $fresh"
elif [[ $silent == no ]] && ! grep -Eixq "$ARCH|all|noarch" "$named"; then
  finding permanent "the entitlement certificates of the Secret $SECRET are for $(sort -u "$named" | paste -sd ,), the target for $ARCH: take those of a system of that architecture, or use an activation key"
fi
log "$certificates entitlement certificates of the Secret $SECRET are checked"
