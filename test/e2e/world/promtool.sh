# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# The program that evaluates alerts over recorded series, out of Debian's package: nothing of it is installed, no server starts.

make_promtool() {
  local debs=$home/promtool-deb
  rm -rf "$debs"
  mkdir -p "$debs"
  (cd "$debs" && apt-get download -qq prometheus) || return 1
  dpkg-deb -x "$debs"/prometheus_*.deb "$debs/root"
  install -D "$debs/root/usr/bin/promtool" "$home/bin/promtool"
  rm -rf "$debs"
}
