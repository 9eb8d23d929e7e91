#!/usr/bin/env bash
# Inside a container of the base image that becomes no image: registers it, and leaves beside itself what dnf needs of that.
set -euo pipefail
: "${SYSTEM_NAME:?}"

cd /run/registration
# subscription-manager leaves a container alone where these lead to a host's (candlepin/subscription-manager, src/rhsm/config.py).
rm -f /etc/rhsm-host /etc/pki/entitlement-host
program=$(command -v subscription-manager) || {
  echo "the base image has no subscription-manager" >&2
  exit 1
}
# A try before this one may have come half way.
[[ ! -f /etc/pki/consumer/cert.pem ]] || subscription-manager unregister >&2
# A Python program, whose interpreter need not be the one on the PATH.
IFS= read -r first <"$program"
read -ra interpreter <<<"${first#\#!}"
"${interpreter[@]}" register.py "$program" "$SYSTEM_NAME" secrets >&2
mkdir -p consumer entitlement
cp -R /etc/pki/consumer/. consumer/
[[ ! -d /etc/pki/entitlement ]] || cp -R /etc/pki/entitlement/. entitlement/
: >redhat.repo
[[ ! -f /etc/yum.repos.d/redhat.repo ]] || cp /etc/yum.repos.d/redhat.repo redhat.repo
