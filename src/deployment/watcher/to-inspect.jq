# Which tags the registry is asked for, a line each: those of images that are all there as the list of tags says, but were not seen lately.
# One that is to be made again anyway is left out. Input: cluster.json; $settings, $wanted, $listed: what these files have, in a list.
include "ledger";
include "checked";

(.now | before(askedAfter)) as $since
| .ledgers as $ledgers
| [ $settings[0].targets[] as $target
    | ($listed[0][$target.image].tags // [] | map({(.): true}) | add // {}) as $tags
    | ($ledgers[$target.name].data // {}) as $data
    | $wanted[0][$target.name]
    | (.images[]
        | . as $image
        | select($data[.kernel | ledgerKey] | entryOf($image.kernel) | ofImage($image; $target)
            | isFresh($image; $target; $since) or isOutdated($target) | not)),
      .unknown[]
    | select(all(.tags[]; $tags[.]))
    | "\($target.image):\(.tags[])" ]
| unique[]
