# shellcheck shell=bash
# shellcheck disable=SC2034 # $short: for the scripts that ask
# What a server says of its answer, which curl wrote to the file $headers.

headers=$(mktemp)
# One question, whole.
short=(--connect-timeout 5 --max-time 20)

# header NAME: values of a header, a line each, in the last answer: behind redirects and proxies
header() {
  jq -Rrs --arg name "$1" '[gsub("\r"; "") | split("\n\n")[] | select(startswith("HTTP/"))] | last // ""
    | split("\n")[] | capture("^(?<name>[^:]+):\\s*(?<value>.*)$") | select((.name | ascii_downcase) == $name).value' "$headers"
}
