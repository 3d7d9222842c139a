#!/usr/bin/env bash
# Counts the instructions of two jobs on a synthetic Telegram export of 20,000 messages, and fails when one takes more
# than 5 % above what counts.txt holds: time on a shared machine tells nothing that small. `--bless` writes the counts
# anew, `--record FILE` leaves the profile of the whole check behind for callgrind_annotate.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=${CARGO_TARGET_DIR:-$here/../../target}/release/chatvitals
record= bless=
while [ $# -gt 0 ]; do
  case $1 in
    --bless) bless=1 ;;
    --record) shift; record=$1 ;;
    *) printf 'unknown argument %s\n' "$1" >&2; exit 2 ;;
  esac
  shift
done
command -v valgrind >/dev/null || { printf 'valgrind is not installed\n' >&2; exit 2; }
# The vector paths of a processor are other instructions: the counts are of one with AVX2.
grep -qw avx2 /proc/cpuinfo || { printf 'no AVX2 here: not counted\n'; exit 0; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$bin" synth --format telegram-json --messages 20000 --seed 7 -o "$folder/result.json" >/dev/null

count() {
  local out=$folder/$1.out
  shift
  valgrind --tool=callgrind --callgrind-out-file="$out" \
    "$bin" check "$folder/result.json" --fail-on never --quiet --jobs 1 "$@" 2>&1 |
    sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

read=$(count read --only daily_messages)
check=$(count check)
[ -z "$record" ] || cp "$folder/check.out" "$record"
if [ -n "$bless" ]; then
  printf 'read %s\ncheck %s\n' "$read" "$check" >"$here/counts.txt"
fi
awk -v read="$read" -v check="$check" '
  { now = $1 == "read" ? read : check
    printf "%s: %d instructions, %+.1f %% against %d\n", $1, now, 100 * (now / $2 - 1), $2
    if (now > 1.05 * $2) bad = 1 }
  END { exit bad }' "$here/counts.txt"
