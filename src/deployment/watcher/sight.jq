# What the registry shows of a wanted image.
include "checked";

# What it shows now; $found: what it has under each tag, by reference.
def inspected($image; $target; $found):
  [$image.tags[] | $found["\($target.image):\(.)"]]
  | (first(.[].reason // empty) // null) as $reason
  | if $reason then {$reason}
    elif all(.[]; . != null and .proof and .digest == $found["\($target.image):\($image.tags[0])"].digest) then
      {published: true, digest: .[0].digest, signer: .[0].signer, seen: true}
    else {digest: "", signer: ""} end;

# Input: the image's entry in the ledger. $registry: {tags: {"<tag>": true}} of its repository, or {reason}; $since: how old a check may be.
# Gives {reason}: it cannot be seen; {published, digest, signer, seen: whether it was asked for just now}; or {digest, signer}: a run is to
# make it.
def sight($image; $target; $registry; $found; $since):
  if $registry.reason then {reason: $registry.reason}
  elif all($image.tags[]; $registry.tags[.]) | not then {digest: "", signer: ""}
  elif isOutdated($target) then {digest, signer}
  elif isFresh($image; $target; $since) and (all($image.tags[]; $found["\($target.image):\(.)"].digest) | not) then
    {published: true, digest, signer, seen: false}
  else inspected($image; $target; $found) end;
