#!/usr/bin/env bash
# Lays the fixtures into fuzz/corpus as the targets read them: a line with the name of the reader, then
# the file. The corpus is not committed; this makes the one to start from.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/{json,lines,html,csv,zip}

# seed TARGET HEAD FILE: names the seed after its content, so that a second run adds nothing.
seed() {
  local name
  name=$({ printf '%b' "$2"; cat "$3"; } | sha1sum | cut -c1-16)
  { printf '%b' "$2"; cat "$3"; } >"corpus/$1/$name"
}

family() {
  case ${1,,} in
    *.json | *.jsonl | *.ndjson) echo json ;;
    *.html | *.htm | *.mht | *.mhtml) echo html ;;
    *.csv | *.tsv) echo csv ;;
    *.zip) echo zip ;;
    *.xlsx | *.xls) echo book ;;
    *) echo lines ;;
  esac
}

while IFS= read -r -d '' file; do
  id=${file#../fixtures/}
  id=${id%%/*}
  if [ "$id" = side ]; then id=$(basename "$file"); fi
  case $file in ../fixtures/side/log/*) id=log ;; esac
  case $(family "$file") in
    zip) seed zip z "$file" ;;
    book) seed zip x "$file" ;;
    *) seed "$(family "$file")" "$id\n" "$file"
       if [ "$id" != log ]; then seed zip "p$(basename "$file")\n" "$file"; fi ;;
  esac
  if [ "$id" = log ]; then seed zip g "$file"; fi
done < <(find ../fixtures -type f ! -name '*.expected.csv' ! -name '*.toml' ! -path '*/charter/*' ! -path '*/metrics/*' -size -64k -print0)
for folder in corpus/*; do printf '%s: %s seeds\n' "$folder" "$(find "$folder" -type f | wc -l)"; done
