#!/bin/sh
# Builds NotoSansSC-subset.otf from Debian's fonts-noto-cjk. Needs: apt-get install fonts-noto-cjk;
# pip install fonttools. Takes about half a minute.
set -eu
cd "$(dirname "$0")"
python3 make.py "${1:-/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc}" NotoSansSC-subset.otf
