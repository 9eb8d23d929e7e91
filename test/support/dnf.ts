/** An RPM of a repository: name, epoch, version, release, architecture. */
export type Rpm = readonly [name: string, epoch: string, version: string, release: string, arch: string];

/**
 * dnf as a stub: `repoquery` answers of these RPMs as the real one does, each of them by all its names and in the format that is asked for;
 * what else it does is `rest`.
 */
export function dnf(rpms: readonly Rpm[], rest = ''): string {
  return `if [[ $1 == repoquery ]]; then
  while [[ $1 != --qf ]]; do shift; done
  format=$2; shift 2
  while read -r n e v r a; do
    for wanted; do
      case $wanted in
        "$n" | "$n.$a" | "$n-$v" | "$n-$e:$v" | "$n-$v-$r" | "$n-$e:$v-$r" | "$n-$v-$r.$a" | "$n-$e:$v-$r.$a")
          text=\${format//%{name\\}/$n} text=\${text//%{epoch\\}/$e} text=\${text//%{version\\}/$v} text=\${text//%{release\\}/$r}
          printf "\${text//%{arch\\}/$a}\\n" ;;
      esac
    done
  done <<<"${rpms.map(rpm => rpm.join(' ')).join('\n')}"
  exit 0
fi
${rest}`;
}
