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

# kernels: of facts; without page size, as in the driver toolkit
def kernels: .streams[]?.kernel;

# unexplained($kernels; $nodes): the kernels of nodes that are not among these
def unexplained($kernels; $nodes): [$nodes[].kernel | sub("[+]64k$"; "")] | unique - $kernels;
