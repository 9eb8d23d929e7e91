# What the registry shows of a wanted image.
include "checked";

# $found: what the registry has under each tag, by reference; $known: the digest that the last run made.
def inspected($image; $target; $found; $known):
  [$image.tagSets[] | {release, found: [.tags[] as $tag | $found["\($target.image):\($tag)"]]}]
  | (first(.[].found[] | .reason // empty) // null) as $reason
  | if $reason then {$reason}
    else
      # The tags that a run sets have one digest. Those of other releases with this kernel were set by other runs, from the same inputs.
      map(.sound = ((.found | all(. != null and .proof)) and (.found | map(.digest) | unique | length) == 1))
      | map(select(.sound).found[0]) as $ours
      | (first($ours[] | select(.digest == $known)) // $ours[0]) as $made
      | [.[] | select(.sound and .found[0].inputs == $made.inputs | not)] as $wrong
      | {digest: ($made.digest // ""), signer: ($made.signer // "")}
        + if $wrong == [] then {published: true, seen: true} else {release: $wrong[0].release} end
    end;

# Input: the image's entry in the ledger. $registry: {tags: {"<tag>": true}} of its repository, or {reason}; $since: how old a check may be.
# Gives {reason}: it cannot be seen; {published, digest, signer, seen: whether it was asked for just now}; or {release, digest, signer}: the
# newest release for which something is missing or wrong.
def sight($image; $target; $registry; $found; $since):
  [$image.tagSets[] | select(all(.tags[]; $registry.tags[.]) | not)] as $absent
  | if $registry.reason then {reason: $registry.reason}
    elif $absent != [] then {release: $absent[0].release, digest: "", signer: ""}
    elif isOutdated($target) then {release: $image.releases[0], digest, signer}
    elif isFresh($image; $target; $since) and (all($image.tags[]; $found["\($target.image):\(.)"].digest) | not) then
      {published: true, digest, signer, seen: false}
    else inspected($image; $target; $found; .digest) end;
