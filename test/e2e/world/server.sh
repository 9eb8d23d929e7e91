# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Starts the world's web server on the node's address, where pods reach it.

serve() {
  local files
  for files in entry-point entry-point-10 entry-point-guest; do
    mkdir -p "$http/$files"
    cp "$world/stand-ins/$files"/* "$http/$files/"
  done
  local running=$home/server.mjs pid=0
  [[ ! -f $home/server.pid ]] || pid=$(<"$home/server.pid")
  if grep -aqs server.mjs "/proc/$pid/cmdline"; then
    if cmp -s "$world/server.mjs" "$running" && curl -fsS "$server_url/rhsm/log" >/dev/null 2>&1; then return; fi
    kill "$pid"
  fi
  cp "$world/server.mjs" "$running"
  setsid nsenter --net="/run/netns/${E2E_NETNS:?}" -- node "$running" "$http" "$E2E_NODE_ADDRESS" 8088 >"$home/server.log" 2>&1 </dev/null &
  echo $! >"$home/server.pid"
  for _ in $(seq 50); do
    curl -fsS "$server_url/rhsm/log" >/dev/null 2>&1 && return
    sleep 0.1
  done
  say "the web server does not answer on $server_url: $home/server.log"
  return 1
}
