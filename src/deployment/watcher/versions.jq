# Versions of OpenShift in the order of semantic versioning, in which a prerelease is older than its release. Source: semver.org, 11.

# order: what versions sort by
def order:
  (capture("^(?<core>[0-9]+([.][0-9]+)*)(-(?<pre>[^+]*))?")
    | [(.core | split(".") | map(tonumber)), (if .pre == null then 1 else 0 end), (.pre // "" | split(".") | map(tonumber? // .))]
  ) // [];

# newer_than($version): whether it is; every version is newer than none
def newer_than($version): order > ($version | order);

# newest($count): of each minor version, of objects with a `version`
def newest($count):
  unique_by(.version) | group_by(.version | order[0][:2]) | map(sort_by(.version | order) | reverse | .[:$count]) | add // [];
