# When a registry has to be asked for an image again. Needs ledger.jq included before it.

# How long an image counts as published by the list of tags alone, in seconds.
def lasting: 3600;

# The time that is so many seconds before another.
def before($seconds): fromdateiso8601 - $seconds | todateiso8601;

# Whether an entry's digest and proof mark were seen since then, under all tags that are wanted now.
def isFresh($image; $target; $since):
  .digest != "" and .image == $target.image and .recipe == $target.recipe and .checked > $since and $image.tags - .tags == [];

# Whether an entry's image was made by another recipe: its tags are there, and are to be made again.
def isOutdated($image; $target):
  .recipe != "" and .recipe != $target.recipe and .image == $target.image and $image.tags - .tags != $image.tags;
