# merged: of releases, those of one version become one, for all their reasons; what comes first counts
def merged:
  def identity: if .version == "" then .images | tostring else .version end;
  reduce .[] as $release ({all: [], at: {}};
    ($release | identity) as $identity
    | .at[$identity] as $at
    | if $at == null then .at[$identity] = (.all | length) | .all += [$release]
      else .all[$at] |= (.why += ($release.why - .why) | .channel = (.channel or $release.channel) | .images = $release.images + .images
        | .facts = ($release.facts // {}) + (.facts // {}) | .reasons = ($release.reasons // {}) + (.reasons // {}))
      end)
  | .all;
