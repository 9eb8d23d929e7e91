# Whether a target's nodes will find their images, as people read it.

# "a, b and 3 more" of a list
def listed: if length > 3 then "\(.[:2] | join(", ")) and \(length - 2) more" else join(", ") end;

# covered, missing or cannot-see; $images: as below; $unseen: what cannot be seen, a sentence each
def answer($images; $unseen):
  if any($images[].entry.state; . != "published" and . != "unseen") then "missing"
  elif $unseen != [] or any($images[].entry.state; . == "unseen") then "cannot-see"
  else "covered" end;

# The answer with counts; $images: [{entry, reason: why it is not published}]
def summary($images; $answer):
  ($images | map(.entry.state) | group_by(.) | map({(.[0]): length}) | add // {}) as $count
  | "\($answer): \($count.published // 0) of \($images | length) images are published"
    + ([("building", "queued", "waiting", "failed", "unseen") as $state | $count[$state] // empty | ", \(.) \($state)"] | join(""));

# All of it, by urgency.
def coverageText($images; $unseen; $answer):
  [ summary($images; $answer),
    ($images | sort_by(.rank)[] | "\(.entry.state) \(.entry.kernel) (\(.entry.wanted): \(.entry.releases | listed))" + if .reason then ": \(.reason)" else "" end),
    ($unseen[] | "cannot be seen: \(.)") ]
  | map(. + "\n") | join("");
