# When a registry has to be asked for an image again. Input of all: an entry of the ledger.

# How long an image counts as published by the list of tags alone, in seconds, and when it is asked for again: there are runs in between
# for what the first had no time for.
def lasting: 3600;
def askedAfter: 2700;

# The time that is so many seconds before another.
def before($seconds): fromdateiso8601 - $seconds | todateiso8601;

# The entry without what is known of another image: of another repository, or of another version of the driver, whose tags are all others.
def ofImage($image; $target):
  if .image == $target.image and (.tags == [] or $image.tags - .tags != $image.tags) then .
  else . + {digest: "", signer: "", recipe: "", checked: ""} end;

# Whether digest and proof mark were seen since then, under all tags that are wanted now.
def isFresh($image; $target; $since):
  .digest != "" and .recipe == $target.recipe and .checked > $since and $image.tags - .tags == [];

# Whether the image was made by another recipe, and is to be made again.
def isOutdated($target): .recipe != "" and .recipe != $target.recipe;
