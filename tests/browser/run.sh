#!/usr/bin/env bash
# Makes reports and looks at them in a headless Chromium. In: the binary, and a folder for screenshots.
# Needs node, npm and chromium; `npm ci` fetches the two packages package.json names.
set -euo pipefail
binary=$(realpath "$1")
shots=$(realpath -m "${2:-$(mktemp -d)}")
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --silent
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$shots"
"$binary" demo -o "$work/good" --lang zh --quiet
"$binary" demo -o "$work/bad" --lang en --health bad --quiet
"$binary" report "$work/bad/community/telegram" --charter "$work/bad/community/charter.toml" --lang zh -o "$work/one/report" --quiet
"$binary" report "$work/good/community" --lang zh --share --key-file <(head -c 32 /dev/zero | tr '\0' k) -o "$work/shared/report" --quiet
REPORTS=$work SHOTS=$shots node --test page.test.mjs
echo "screenshots: $shots"
