#!/usr/bin/env bash
# Packs a built program with its licences: chatvitals-TARGET.tar.gz (.zip for Windows) in packed/, the layout that
# `cargo binstall` and action.yml expect.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$1
built=${CARGO_TARGET_DIR:-target}/$target/dist
name=chatvitals-$target
rm -rf "packed/$name"
mkdir -p "packed/$name"
cp README.md README.zh-CN.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "packed/$name/"
cp assets/fonts/OFL.txt "packed/$name/LICENSE-FONTS"
cp assets/uplot/LICENSE "packed/$name/LICENSE-UPLOT"
if [ -f "$built/chatvitals.exe" ]; then
  cp "$built/chatvitals.exe" "packed/$name/"
  (cd packed && 7z a "$name.zip" "$name" >/dev/null)
else
  cp "$built/chatvitals" "packed/$name/"
  tar -C packed -czf "packed/$name.tar.gz" "$name"
fi
rm -r "packed/$name"
