# shellcheck shell=bash
# shellcheck disable=SC2154 # $options: install.sh; $transient: prelude.sh
# What the RPM repositories have, asked before anything is installed, and what dnf says where it does not go on. Needs prelude.sh, retry.sh
# and dnf's $options.

# Every way to name an RPM with or without its version, a line each.
ways='%{name}\n%{name}.%{arch}\n%{name}-%{version}\n%{name}-%{epoch}:%{version}\n%{name}-%{version}-%{release}\n'
ways+='%{name}-%{epoch}:%{version}-%{release}\n%{name}-%{version}-%{release}.%{arch}\n%{name}-%{epoch}:%{version}-%{release}.%{arch}\n'

# query FORMAT RPM...: of those that a repository has, a line each, or several; fails as `retry` does
query() { transfer dnf repoquery --quiet "${options[@]}" --qf "$1" "${@:2}"; }

# absent RPM...: those that no repository has, a line each; fails as `retry` does
absent() {
  local known rpm
  # Asked for nothing, dnf would tell of everything.
  (($# > 0)) || return 0
  known=$(query "$ways" "$@") || return
  for rpm; do grep -Fxq -- "$rpm" <<<"$known" || printf '%s\n' "$rpm"; done
}

# other_versions RPM...: where repositories have them in other versions, the newest three of each: ` (there are nvidia-imex 580.95.05)`
other_versions() {
  local rpm name versions known said='' names=()
  for rpm; do [[ ! $rpm =~ ^(.+)-([0-9]+:)?[0-9][^-]*$ ]] || names+=("${BASH_REMATCH[1]}"); done
  ((${#names[@]} > 0)) || return 0
  # Advice: what is wrong is known without it.
  known=$(query '%{name} %{version}\n' "${names[@]}") || return 0
  for name in "${names[@]}"; do
    versions=$(sed -n "s/^$name //p" <<<"$known" | sort -ruV | head -n 3 | paste -sd ' ')
    [[ -z $versions ]] || said+="${said:+, }$name $versions"
  done
  [[ -z $said ]] || printf ' (there are %s)' "$said"
}

# fail_dnf STATUS WHAT CANNOT BE DONE; WHAT TO DO: ends the script with what dnf said
fail_dnf() {
  local cause advice=$3
  # Of what dnf says, the line that names an RPM or a server: its last is advice.
  cause=$(words | grep -m 1 -E 'nothing provides|Unable to find a match|cannot install|conflicts with|Status code|No space left' | sed -E 's/^[ -]*(Error: )?//') ||
    cause=$(why)
  if (($1 == transient)); then fail_transient "$2: $cause: see that the RPM repositories can be reached from the cluster, then run again"; fi
  if [[ $cause =~ (Status code|Failed to download metadata) ]]; then
    advice="check sources.rpms and sources.rhel of the configuration, or the subscription"
  fi
  fail "$2: $cause: $advice"
}
