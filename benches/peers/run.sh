#!/bin/sh
# Compares `chatvitals check` with scripts that compute four of its vitals over the same export.
# Makes a folder with a Python environment and the export, and leaves it for the next run.
#   benches/peers/run.sh [MESSAGES] [RUNS]      CHATVITALS=path/to/binary to use another build
set -eu

here=$(cd "$(dirname "$0")" && pwd)
messages=${1:-1000000}
runs=${2:-3}
work=${PEERS_DIR:-$here/../../target/peers}
tool=${CHATVITALS:-$here/../../target/release/chatvitals}

if [ ! -x "$tool" ]; then
    echo "no $tool: run 'cargo build --release' first, or set CHATVITALS" >&2
    exit 2
fi
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
"$work/venv/bin/python" -m pip install --quiet polars orjson duckdb
export_file=$work/telegram-$messages.json
if [ ! -f "$export_file" ]; then
    "$tool" synth --format telegram-json --messages "$messages" -o "$export_file"
fi
# Everybody reads a warm file.
cat "$export_file" > /dev/null

python=$work/venv/bin/python
echo "$messages messages, $(wc -c < "$export_file") bytes"
"$python" "$here/polars_vitals.py" "$export_file"
"$python" "$here/polars_vitals.py" --orjson "$export_file"
"$python" "$here/duckdb_vitals.py" "$export_file"
"$python" "$here/measure.py" "$runs" \
    "chatvitals check" "$tool" check -q "$export_file" \
    -- "chatvitals report" "$tool" report -q "$export_file" -o "$work/report" \
    -- "polars read_json" "$python" "$here/polars_vitals.py" "$export_file" \
    -- "polars and orjson" "$python" "$here/polars_vitals.py" --orjson "$export_file" \
    -- "duckdb" "$python" "$here/duckdb_vitals.py" "$export_file"
