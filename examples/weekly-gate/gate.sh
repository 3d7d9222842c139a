#!/bin/sh
# The weekly gate: judges one week of the exports by the charter and leaves every format behind.
#   ./gate.sh            the last complete week by this machine's clock
#   ./gate.sh 2026-W09   that week
# Exit codes are those of `chatvitals check`: 0 all is well, 1 a promise is broken, 2 something is missing.
set -eu
cd "$(dirname "$0")"
week=${1:-${WEEK:-last}}
chatvitals=${CHATVITALS:-chatvitals}

"$chatvitals" charter check charter.toml
"$chatvitals" charter test charter.test.toml

mkdir -p out history
set -- check exports --charter charter.toml --week "$week" \
  --format "${FORMAT:-text}" \
  --out json=out/metrics.json --out junit=out/junit.xml \
  --out sarif=out/vitals.sarif --out markdown=out/summary.md
# The newest week kept before; the first run has none.
last=$(find history -name metrics.json | sort | tail -n 1)
if [ -n "$last" ]; then
  set -- "$@" --baseline "$last"
fi

code=0
"$chatvitals" "$@" || code=$?
if [ "$code" -ne 2 ]; then
  day=$(sed -n 's/^  "as_of": "\(.*\)",$/\1/p' out/metrics.json)
  mkdir -p "history/$day"
  cp out/metrics.json "history/$day/metrics.json"
  "$chatvitals" trend history -o out/trend --quiet
fi
exit "$code"
