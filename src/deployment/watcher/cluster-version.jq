# What a ClusterVersion says of updates. Each is an object with `image` and `version`, which may be empty.
# Source: openshift/api, config/v1/types_cluster_version.go.
include "versions";

def has_image: (.image // "") != "";

# is($other): whether both are one update
def is($other): . as $update | any(("version", "image"); . as $field | ($update[$field] // "") != "" and $update[$field] == $other[$field]);

# tried: the update that is only tried out (mode Preflight), which the cluster does not take yet
def tried: .spec.desiredUpdate // {} | select(.mode == "Preflight");
def taken($cluster): has_image and (. as $update | any($cluster | tried; . as $tried | $update | is($tried)) | not);

# ran: what the cluster was told to run, newest first
def ran: . as $cluster | [.status.history[]? | select(taken($cluster))];

# recent: those that nodes may run while an upgrade is on its way, up to the last that was completed; earlier: those before
def unfinished: ran | map(.state == "Completed") | index(true) // length;
def recent: ran[:unfinished + 1];
def earlier: ran[unfinished + 1:];

def desired: . as $cluster | first((.status.desired // empty, ran[]) | select(taken($cluster))) // {version: ""};

# named: every update that is named anywhere
def named: [(.status.desired // empty, .status.history[]?, .status.availableUpdates[]?, .status.conditionalUpdates[]?.release) | select(has_image)];

# offers($conditional): the updates that may be taken; with $conditional those too that are recommended to this cluster under conditions
def offers($conditional):
  [.status.availableUpdates[]?,
    (.status.conditionalUpdates[]? | select($conditional and any(.conditions[]?; .type == "Recommended" and .status == "True")) | .release)];

# offered($upgrade): what the configuration's `upgrade` lets through, and what is only tried out
def offered($upgrade):
  . as $cluster
  | (desired | .version) as $from
  | if $upgrade.offered.perMinor == 0 then []
    else (offers($upgrade.offered.conditional) | map(select(.version | newer_than($from))) | newest($upgrade.offered.perMinor))
      + [tried | . as $tried | first(($cluster | named[] | select(is($tried))), select(has_image))]
    end;

# unseen($upgrade): why offers cannot be seen, or nothing
def unseen($upgrade):
  def instead: "or set upgrade.offered.perMinor: 0";
  (first(.status.conditions[]? | select(.type == "RetrievedUpdates")) // {}) as $retrieved
  | (desired | .version | split(".")[:2] | join(".")) as $minor
  | if $upgrade.offered.perMinor == 0 then empty
    elif (.spec.channel // "") == "" then
      "no channel is set in the ClusterVersion: offered releases cannot be seen: run oc adm upgrade channel stable-\($minor), \(instead)"
    elif $retrieved.status == "False" then
      "the cluster cannot see what is offered (\($retrieved.reason)): \($retrieved.message // "" | split("\n")[0] // "" | .[:300] | rtrimstr(".")): let it reach the update service, \(instead)"
    else empty end;
