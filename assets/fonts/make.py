"""Cuts the chart font: reads the Regular face of Noto Sans CJK SC, keeps the characters group
names and both report languages need, drops hinting and layout features (so that the width of a
text is the sum of its advances), writes one static OpenType font. Run through make.sh."""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Given-name characters in daily use that neither GB 2312 nor Big5 level 1 has.
NAMES = "婧喆彧堃昇祎赟翀玥玙翾珺瑀甯犇淼焱燚骉晞暐琤璟頔珩韡昉旻昳晟晗芃茜莞菀菁萱葳蓁蘅沄沚沅泠洺浠淏淦渌湉湜滢潞澍濛灏炅炘炫烜烨焜煊煜燊爔玘玟玢玹珂珑珣琀琇琎琛琪琬瑄瑭璇璐璨甄皓皙睿砚祁祺禛禹稷竑筠筱箐綦翊翎翙翚聿芊芮苒苡茉荞莀菡蔚薇襄觅誉谡赪轩逸遐郗鄢釉鋆鑫闫阚雯霁霏霖靓靖韫韬颀颢飏馡骁鸢麒麓黛龑㛃㼆𬱖"


def double_byte(codec, high, low):
    """Every character a double-byte codec has in the given ranges of lead and trail bytes."""
    found = set()
    for a in high:
        for b in low:
            try:
                found.update(map(ord, bytes((a, b)).decode(codec)))
            except UnicodeDecodeError:
                pass
    return found


def wanted():
    """The code points to keep."""
    keep = double_byte("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    keep |= double_byte("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    keep |= {ord(char) for char in NAMES}
    for first, last in [
        (0x20, 0x7E), (0xA0, 0x17F),            # Latin, Latin-1, Latin Extended-A
        (0x2000, 0x206F), (0x20A0, 0x20BF),     # punctuation, spaces, currency
        (0x2100, 0x214F), (0x2150, 0x218F),     # letter-like, fractions, numerals
        (0x2190, 0x21FF), (0x2200, 0x22FF),     # arrows, mathematics
        (0x2460, 0x24FF), (0x2500, 0x25FF),     # enclosed, boxes, geometric shapes
        (0x2600, 0x266F), (0x2700, 0x27BF),     # symbols the face has
        (0x3000, 0x30FF), (0xFF00, 0xFFEF),     # CJK punctuation, kana, full-width
    ]:
        keep |= set(range(first, last + 1))
    return keep


def main(source, target):
    font = TTFont(source, fontNumber=face_of(source, "Noto Sans CJK SC"))
    latin = TTFont(source, fontNumber=face_of(source, "Noto Sans CJK JP")).getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode():  # separators and apostrophes as wide as Latin ones
            table.cmap.update({code: latin[code] for code in (0xB7, 0x2018, 0x2019)})
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "GSUB", "GPOS"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    for table in font["cmap"].tables:
        if table.isUnicode():  # the face lacks thin spaces; its own space is nearly as narrow
            table.cmap.update(dict.fromkeys([0x2009, 0x202F], table.cmap[0x20]))
    font["head"].modified = font["head"].created  # same bytes on every run
    font.recalcTimestamp = False
    font.save(target)
    have = set(TTFont(target).getBestCmap())
    missing = [char for char in "婧喆彧●▲■○·▼−–…→□≥≤" if ord(char) not in have]
    if missing:
        sys.exit(f"missing in the cut font: {missing}")
    print(f"{target}: {len(have)} characters")


def face_of(source, family):
    """Index of the face of that family in a font collection."""
    from fontTools.ttLib import TTCollection

    for index, face in enumerate(TTCollection(source).fonts):
        if face["name"].getDebugName(1) == family:
            return index
    sys.exit(f"{source}: no face {family}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
