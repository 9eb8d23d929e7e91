# How the ConfigMap nvidia-driver-releases is kept.
include "answers";

# The questions of these releases: {"<question>": true}.
def asked: map(.images | to_entries[] | {(question(.value; .key)): true}) | add // {};

# kept($old; $found): of the plan, the ConfigMap as it should be, or an empty text where it is so: all answers, and which of them are of a
# channel, where the lookup of a run finds the image of a version. What is not wanted goes first where it would not fit, then the oldest.
def kept($old; $found):
  (700 * 1024) as $limit
  | (.releases | map(select(.channel)) | asked) as $channel
  | (.releases + .earlier | asked) as $wanted
  | (($old | cached) + ($found | map(select(.facts)))
      | group_by(.key) | map(last | question(.image; .arch) as $question
        | {key, value: ({image, version: .facts.version, at, facts} + if $channel[$question] then {channel: true} else {} end | tojson),
          rank: [$wanted[$question] // false, .at]})) as $entries
  | (reduce ($entries | sort_by(.rank) | reverse[]) as $entry ({size: 0, data: {}};
      (.size + ($entry.key + $entry.value | utf8bytelength)) as $size
      | if $size > $limit then . else {size: $size, data: (.data + {($entry.key): $entry.value})} end)) as $new
  | if $new.data == ($old.data // {}) then ""
    else {apiVersion: "v1", kind: "ConfigMap", metadata: {name: "nvidia-driver-releases", labels: {"app.kubernetes.io/part-of": "nvidia-driver-pipelines"}},
      data: $new.data} end;
