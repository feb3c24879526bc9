"""Makes the two fonts of the printed list from Noto Sans CJK: `python -m takeaway.fonts.build`.

In them: the common characters of GB 2312 (level 1), whatever else stands in content/ or in our own modules, and the signs. The source is
the package fonts-noto-cjk of Debian or the same files from elsewhere (FONTS names their folder); needs fonttools. The licence is
OFL.txt beside the fonts.
"""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCE = Path(os.environ.get("FONTS", "/usr/share/fonts/opentype/noto"))
FAMILY = "Qingdan Sans"
WEIGHTS = {"Regular": "NotoSansCJK-Regular.ttc", "Bold": "NotoSansCJK-Bold.ttc"}
FACE = "Noto Sans CJK SC"
SAYS = ("bars", "entries", "explain", "figures", "listing", "screen")  # the modules whose words are printed


def level_one() -> set[str]:
    """The 3,755 common characters of GB 2312."""
    found = set()
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def ours() -> set[str]:
    """Every character that content/ (but for what others write in rosters), the modules that speak and the sheet can print."""
    paths = [*(p for p in (ROOT / "content").rglob("*.yaml") if p.name != "roster.yaml"),
             *(p for name in SAYS for where in (f"{name}.py", f"{name}/*.py") for p in (ROOT / "benefits").glob(where)),
             *(ROOT / "takeaway").glob("*.*")]
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    return {c for c in text if c.isprintable()} | {chr(c) for c in range(0x20, 0x7F)}


def main() -> None:
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    characters = level_one() | ours()
    for weight, file in WEIGHTS.items():
        font = next(f for f in TTCollection(SOURCE / file, lazy=True).fonts if f["name"].getDebugName(1).startswith(FACE))
        options = subset.Options(hinting=False, desubroutinize=True, layout_features=["kern", "palt"], name_IDs=[1, 2, 4, 6, 13, 14],
                                 notdef_outline=True, drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"])
        cut = subset.Subsetter(options)
        cut.populate(unicodes=[ord(c) for c in characters])
        cut.subset(font)
        for record in font["name"].names:
            text = {1: FAMILY, 2: weight, 4: f"{FAMILY} {weight}", 6: f"{FAMILY.replace(' ', '')}-{weight}"}.get(record.nameID)
            if text:
                record.string = text
        font.recalcTimestamp = False  # the same characters make the same file
        cff = font["CFF "].cff
        cff.fontNames[0] = f"{FAMILY.replace(' ', '')}-{weight}"
        out = HERE / f"Qingdan-{weight}.otf"
        font.save(out)
        print(out.name, out.stat().st_size, len(characters))


if __name__ == "__main__":
    main()
