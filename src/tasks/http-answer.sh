# shellcheck shell=bash
# shellcheck disable=SC2034 # $short: for the scripts that ask
# What a server says of its answer, which curl wrote to the file $headers.

headers=$(mktemp)
# One question, whole.
short=(--connect-timeout 5 --max-time 20)

# header NAME: values of a header, a line each, in the last answer: behind redirects and proxies
header() {
  sed -nE "s/\r$//; /^HTTP\//{s/.*//; h}; /^$1:/I{s/^[^:]*:\s*//; H}; \${x; s/^\n//; /./p}" "$headers"
}
