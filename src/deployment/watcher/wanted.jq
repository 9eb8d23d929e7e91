# From what the cluster says (cluster.json) to the images that each target needs: one for each kernel, under the OS tags of every release
# that has it. $settings: the settings, in a list.
include "ledger";
include "versions";

# Why a release may be wanted, the most urgent first.
def reasons: ["desired", "running", "named", "offered"];

# The nodes that a target is for.
def nodesOf($target):
  map(select((.kernel | endswith(".\($target.arch)\($target.pages)"))
    and (.labels as $labels | $target.nodeSelector | to_entries | all($labels[.key] == .value))));

# The place among `reasons` of the most urgent one for which a target needs a release; null: it does not. $runs: its nodes run it.
def urgency($runs): [.why[] as $why | reasons | index($why) | select(. != 1 or $runs)] | min;

# A kernel's release of RHEL, without minor: 9.
def rhelMajor: capture("\\.el(?<major>[0-9]+)").major;

# Of a release's streams those that have an image of a target, with its kernel. A driver toolkit of the user's own is for one kernel, whatever
# release its nodes are of: the release tells the OS tags.
def streamsOf($target):
  if $target.kernel then ($target.kernel | rhelMajor) as $major | map(select(.rhel | split(".")[0] == $major) | .kernel = $target.kernel)
  else map(.kernel += $target.pages) end;

# Of a release's streams those that the nodes of a target may boot: of their RHEL, or the first.
def bootable($majors): map(select($majors[.rhel | split(".")[0]])) as $same | if $same == [] then .[:1] else $same end;

# The tags of an image for nodes whose os-release has these ID and VERSION_ID.
def tagsOf($os; $prefix; $table):
  [$table[] | select(.[0] == $os[0]) | .[1:][] | $prefix + (split("{version}") | join($os[1]) | split("{major}") | join($os[1] | split(".")[0]))];

# What is before the OS tag. Source: NVIDIA/gpu-operator, api/nvidia/v1alpha1/nvidiadriver_types.go GetPrecompiledImagePath.
def tagPrefix($target): "\($target.driverVersion)-\(ledgerKey)-";

# ID and VERSION_ID of nodes, where Node Feature Discovery tells them.
def osOf: map(.labels | [.["feature.node.kubernetes.io/system-os_release." + ("ID", "VERSION_ID")]] | select(all)) | unique;

# The image that all these streams, newest release first, are wanted for.
def image($target; $table; $place; $desired):
  (.[0].kernel | tagPrefix($target)) as $prefix
  | {
      kernel: .[0].kernel,
      tags: (group_by(.os) | map(min_by(.age)) | sort_by(.age)
        | reduce (.[].os | tagsOf(.; $prefix; $table)) as $tags ([]; . + ($tags - .))),
      releases: map(.release),
      wanted: reasons[map(.urgency) | min],
      rank: [(map(.urgency) | min), (if any(.[]; .release | order[0][:2] == $desired) then 0 else 1 end), .[0].age, $place, .[0].kernel]
    };

$settings[0] as $settings
| .nodes as $nodes
| (first(.releases[] | select(.why | index("desired")) | .version | order[0][:2]) // "none") as $desired
| [.releases | sort_by(.version | order) | reverse | to_entries[] | .value + {age: .key}] as $releases
| $settings.targets | to_entries
| map(
    .key as $place | .value as $target
    | ($nodes | nodesOf($target)) as $own
    | ($own | map({(.kernel | rhelMajor): true}) | add // {}) as $majors
    | ($own | map({(.release): true}) | add // {}) as $run
    | ($own | map(select(.release == "") | {(.kernel): true}) | add // {}) as $unnamed
    | [
        $releases[]
        | (.facts[$target.nodeArch] // null) as $facts
        | ([$facts.streams[]?] | streamsOf($target)) as $streams
        | urgency($run[.version] or any($streams[]; $unnamed[.kernel])) as $urgency
        | select($urgency)
        | {release: .version, $urgency, age, read: ($facts != null), reason: (.reasons[$target.nodeArch]? // "it has not been read yet"),
            streams: ($streams | bootable($majors))}
      ] as $needed
    | [$needed[] | . as $need | .streams[] | {kernel, os} + ($need | {release, urgency, age})]
    | (group_by(.kernel) | map(image($target; $settings.osTags; $place; $desired))) as $images
    | ($images | map({(.kernel): true}) | add // {}) as $known
    | {
        key: $target.name,
        value: {
          $images,
          unknown: [$own | map(select($known[.kernel] | not)) | group_by(.kernel)[] | (.[0].kernel | tagPrefix($target)) as $prefix
            | {kernel: .[0].kernel, nodes: map(.name), tags: [osOf[] as $os | tagsOf($os; $prefix; $settings.osTags)[]]}],
          unseen: [$needed[] | select(.read | not) | {release, reason}]
        }
      }
  )
| from_entries
