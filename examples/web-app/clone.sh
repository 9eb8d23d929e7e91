#!/bin/sh
# Clones a repository at a revision, and says which commit that is.
set -eu
git clone --quiet "$URL" /sources/app
cd /sources/app
git checkout --quiet "$REVISION"
git rev-parse HEAD | tr -d '\n' >"$COMMIT_FILE"
