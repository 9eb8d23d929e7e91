# How a ledger is kept in its ConfigMap.
include "ledger";
include "checked";

def ours: {"app.kubernetes.io/name": "nvidia-driver-pipelines", "app.kubernetes.io/part-of": "nvidia-driver-pipelines", "app.kubernetes.io/managed-by": "cdk8s"};
def mark($name): "nvidia-driver-pipelines/" + $name;

# Bytes of entries; a ConfigMap has 1 MiB.
def mostBytes: 700 * 1024;

# The longest time between two writes, in seconds: whoever reads a ledger sees that the watcher is alive.
def quiet: 1800;

# Entries and their texts, {key, entry, text}, as far as there is room: of what nobody wants any more the oldest goes.
def pruned:
  def size: .key + .text | utf8bytelength;
  (map(size) | add // 0) as $all
  | if $all <= mostBytes then .
    else
      (reduce (map(select(.entry.state == "unwanted")) | sort_by(.entry | [.ended, .checked] | max))[] as $each
        ({size: $all, gone: {}}; if .size > mostBytes then .size -= ($each | size) | .gone[$each.key] = true else . end)).gone as $gone
      | map(select($gone[.key] | not))
    end;

# Input: the ledger as it is, or null. Gives {labels, annotations, data}, or null where nothing changed and nothing is due. $images: {key,
# before, entry}; $texts: of the entries as they are.
def kept($images; $texts; $coverage; $answer; $target; $now):
  . as $ledger
  | ($images | map(. + {text: (if .entry == .before and $texts[.key] then $texts[.key] else (.entry | written) end)}) | pruned
    | map({(.key): .text}) | add // {} | . + {$coverage}) as $data
  | (.labels // {} | . + ours + {(mark("target")): $target.name, (mark("coverage")): $answer}) as $labels
  | (.annotations // {}) as $annotations
  | if $data == .data and $labels == .labels and $annotations[mark("updated")] > ($now | before(quiet)) then null
    else
      {
        $labels,
        annotations: ($annotations + {(mark("updated")): $now}
          + if $ledger.labels[mark("coverage")] == $answer and $annotations[mark("since")] then {} else {(mark("since")): $now} end),
        $data
      }
    end;
