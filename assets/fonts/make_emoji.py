"""Makes NotoEmoji-subset.ttf: one outline a character, of the Regular cut of Noto Emoji, whose slices the npm
package @fontsource/noto-emoji holds. Sequences of several characters (families, flags of regions) are left out:
charts draw their parts. Needs: npm pack @fontsource/noto-emoji (unpacked), pip install fonttools brotli.

    python3 make_emoji.py package/files NotoEmoji-subset.ttf
"""

import io
import pathlib
import sys

from fontTools import merge, subset
from fontTools.ttLib import TTFont


def slice_of(path):
    """One slice as plain TrueType, without layout features."""
    font = TTFont(path)
    font.flavor = None
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for code in font.getBestCmap() if code > 0xFF])
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    out.seek(0)
    return out


def main(folder, target):
    paths = sorted(pathlib.Path(folder).glob("noto-emoji-*-400-normal.woff2"))
    font = merge.Merger().merge([slice_of(path) for path in paths])
    font["head"].created = font["head"].modified = 3_786_825_600  # the same bytes on every run
    font.recalcTimestamp = False
    font.save(target)
    have = TTFont(target).getBestCmap()
    for letter in "🌙🎉🔥👩🐼🚀❤":
        if ord(letter) not in have:
            sys.exit(f"missing: {letter}")
    print(f"{target}: {len(have)} characters")


if __name__ == "__main__":
    main(*sys.argv[1:])
