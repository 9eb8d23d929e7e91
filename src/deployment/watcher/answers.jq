# What is known of the images of releases, by image and architecture of nodes: "quay.io/…@sha256:… amd64".

# cached: of the ConfigMap nvidia-driver-releases, its entries with key and architecture; what somebody else wrote into it is none
def cached:
  (.data // {}) | to_entries
  | map(. as $entry | (.value | fromjson? | objects | select(.image and .at and .facts)) + ($entry.key | capture("^(?<key>[0-9a-f]{20}[.](?<arch>.+))$")));

def question($image; $arch): "\($image) \($arch)";

# answers($cache; $found): {"facts", "reason"} for each; one that cannot be read again keeps what was known
def answers($cache; $found):
  reduce (($cache[] | cached[]), $found[]) as $answer ({};
    .[question($answer.image; $answer.arch)] += ($answer | {facts, reason} | with_entries(select(.value != null))));

# fresh($now): the questions that the cache answers, {"<question>": true}: for ever where an image is named by digest, for a day where by tag
def fresh($now):
  ($now | fromdate - 86400 | todate) as $yesterday
  | [cached[] | select((.image | contains("@sha256:")) or .at > $yesterday) | {(question(.image; .arch)): true}] | add // {};

# kernels: of facts; without page size, as in the driver toolkit
def kernels: .streams[]?.kernel;

# unexplained($kernels; $releases; $nodes): the kernels of nodes that are not among these. Where a MachineConfig says that a node runs one
# of the releases, no other release explains its kernel: it was changed on the node.
def unexplained($kernels; $releases; $nodes):
  [$nodes[] | select(.release as $release | any($releases[]; .version == $release and $release != "") | not) | .kernel | sub("[+]64k$"; "")]
  | unique - $kernels;
