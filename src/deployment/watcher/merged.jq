# merged: of releases, those of one version become one, for all their reasons; what comes first counts
def merged:
  def identity: if .version == "" then .images | tostring else .version end;
  reduce .[] as $release ([];
    (map(identity) | index($release | identity)) as $at
    | if $at == null then . + [$release]
      else .[$at] |= (.why += ($release.why - .why) | .channel = (.channel or $release.channel) | .images = $release.images + .images
        | .facts = ($release.facts // {}) + (.facts // {}) | .reasons = ($release.reasons // {}) + (.reasons // {}))
      end);
