# A private PostgreSQL for one test run: sourced after env.sh; `postgres_start` exports its address, `postgres_stop` ends it.
# shellcheck shell=bash

postgres_pid=
postgres_home=

# as_postgres COMMAND…: runs it as an unprivileged user. PostgreSQL refuses root; the user it runs as then may not look
# into root's home, where the build folder is, so it is given the right to walk through folders and nothing else.
as_postgres() {
  if [ "$(id -u)" != 0 ]; then
    exec "$@"
  fi
  exec setpriv --reuid=postgres --regid=postgres --clear-groups --inh-caps=-all,+dac_read_search \
    --ambient-caps=-all,+dac_read_search --pdeathsig INT "$@"
}

postgres_start() {
  local programs try
  programs=$(find /usr/lib/postgresql -name initdb -printf '%h\n' | sort -V | tail -n 1)
  [ -n "$programs" ] || return 1
  find "$build/pg" -mindepth 1 -maxdepth 1 -mmin +1440 -exec rm -r {} +
  postgres_home=$(mktemp -d "$build/pg/XXXX")
  # The system's limit for the path of a socket is 107 bytes.
  if [ "$(printf '%s/.s.PGSQL.5432' "$postgres_home" | wc -c)" -gt 107 ]; then
    rmdir "$postgres_home"
    postgres_home=$(mktemp -d /tmp/watchfloor.XXXX)
  fi
  if [ "$(id -u)" = 0 ]; then chown postgres: "$postgres_home"; fi
  (cd / && as_postgres "$programs/initdb" -D "$postgres_home/cluster" -U postgres -A trust -E UTF8 --locale=C --no-sync) \
    >"$postgres_home/initdb.log" || return 1
  # What is thrown away need not survive a power cut. Each test has a database of its own, hence the connections.
  (cd / && as_postgres "$programs/postgres" -D "$postgres_home/cluster" -k "$postgres_home" -c listen_addresses= -F \
    -c full_page_writes=off -c synchronous_commit=off -c max_connections=300) >"$postgres_home/log" 2>&1 &
  postgres_pid=$!
  for try in $(seq 100); do
    if "$programs/pg_isready" -q -h "$postgres_home"; then
      export WATCHFLOOR_TEST_POSTGRES="postgres://postgres@localhost/postgres?host=$postgres_home"
      return 0
    fi
    kill -0 "$postgres_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$postgres_home/log" >&2
  return 1
}

postgres_stop() {
  if [ -n "$postgres_pid" ]; then
    kill -INT "$postgres_pid" 2>/dev/null || true
    wait "$postgres_pid" 2>/dev/null || true
  fi
  if [ -n "$postgres_home" ]; then rm -rf "$postgres_home"; fi
  postgres_pid='' postgres_home=''
}
