#!/usr/bin/env bash
# Runs the gate: annotations and the job summary for GitHub, every other format in OUTPUT.
set -uo pipefail
output=${OUTPUT:-vitals}
mkdir -p "$output"
read -r -a exports <<<"${EXPORTS:-exports}"
read -r -a extra <<<"${ARGS:-}"
flags=(--format github --week "${WEEK:-last}" --names "${NAMES:-pseudonym}" --lang "${LANGUAGE_OF_OUTPUT:-zh}"
  --out "json=$output/metrics.json" --out "junit=$output/junit.xml"
  --out "sarif=$output/vitals.sarif" --out "markdown=$output/summary.md")
[ -z "${CHARTER:-}" ] || flags+=(--charter "$CHARTER")
[ -z "${FAIL_ON:-}" ] || flags+=(--fail-on "$FAIL_ON")
[ -z "${REQUIRE:-}" ] || flags+=(--require "$REQUIRE")
[ -z "${ALLOW:-}" ] || flags+=(--allow "$ALLOW")
[ -z "${BASELINE:-}" ] || flags+=(--baseline "$BASELINE" --allow no-baseline)
code=0
chatvitals check "${exports[@]}" "${flags[@]}" "${extra[@]}" || code=$?
[ -z "${GITHUB_OUTPUT:-}" ] || printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
exit "$code"
