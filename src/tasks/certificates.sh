# shellcheck shell=bash
# Trust: the system's authorities and, where CA_FILE is there, the cluster's own.

# ca_bundle FILE: writes both into one file, as curl and oc want it
ca_bundle() {
  local system
  for system in /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/certs/ca-certificates.crt; do
    if [[ -f $system ]]; then
      cat "$system"
      break
    fi
  done >"$1"
  [[ ! -f $CA_FILE ]] || cat "$CA_FILE" >>"$1"
}

