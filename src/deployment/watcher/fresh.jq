# The questions that the cache answers, a line each: for ever where an image is named by digest, for a day where by tag.
include "answers";

($now | fromdate - 86400 | todate) as $yesterday
| cached[] | select((.image | contains("@sha256:")) or .at > $yesterday) | question(.image; .arch)
