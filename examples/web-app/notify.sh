#!/bin/sh
# Posts a message to a chat.
set -eu
curl -fsS --data-urlencode "text=$TEXT" "$CHAT"
