"""A small book with the canary in every place that a book has for text."""

import io
import zipfile

from tests.scrubbing.engine.formats.image.samples import shot

CANARY = "Zelda Quarrington"
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="OEBPS/{name}.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title>
<link rel="stylesheet" type="text/css" href="../css/a.css"/>
<meta name="author" content="{canary}"/></head>
<body><!-- by {canary} --><p id="p1">Dear Zelda <b>Quarr</b>ington, hello.\u00a0Bye.</p>
<p><a href="{canary}%20two.xhtml#p1">next</a> <a href="https://example.com/{canary}">site</a></p>
<img src="../images/{canary}.png" alt="{canary}"/></body></html>
"""
NCX = f"""<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><meta name="dtb:uid" content="{CANARY}"/></head><docTitle><text>{CANARY}</text></docTitle>
<docAuthor><text>{CANARY}</text></docAuthor><navMap><navPoint id="n1" playOrder="1"><navLabel>
<text>Of {CANARY}</text></navLabel><content src="text/{CANARY}%20one.xhtml#p1"/></navPoint></navMap>
</ncx>"""
PACKAGE = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"
 unique-identifier="id"><!-- made by {CANARY} -->
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{CANARY}</dc:identifier>
<dc:title>Notes of {CANARY}</dc:title><dc:language>en</dc:language>
<dc:creator id="c">Author {CANARY}</dc:creator><dc:publisher>House {CANARY}</dc:publisher>
<dc:description>About {CANARY}</dc:description><meta refines="#c" property="file-as">{CANARY}</meta>
<meta name="calibre:user" content="{CANARY}"/></metadata><manifest>
<item id="{CANARY}" href="text/{CANARY}%20one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/{CANARY}%20two.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="css/a.css" media-type="text/css"/>
<item id="pic" href="images/{CANARY}.png" media-type="image/png" properties="cover-image x"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="font" href="fonts/{CANARY}.ttf" media-type="font/ttf"/>
<item id="js" href="a.js" media-type="text/javascript"/>
</manifest><spine toc="ncx"><itemref idref="{CANARY}"/><itemref idref="two" linear="no"/></spine>
<guide><reference type="text" title="{CANARY}" href="text/{CANARY}%20one.xhtml"/></guide></package>"""


def picture() -> bytes:
    target = io.BytesIO()
    shot("A plain picture", size=(300, 120)).save(target, "PNG")
    return target.getvalue()


def members() -> dict[str, bytes]:
    chapters = {
        f"OEBPS/text/{CANARY} {number}.xhtml": CHAPTER.format(title=number, canary=CANARY).encode()
        for number in ("one", "two")
    }
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.format(name=CANARY).encode(),
        "META-INF/calibre_bookmarks.txt": f"read by {CANARY}".encode(),
        f"OEBPS/{CANARY}.opf": PACKAGE.encode(),
        **chapters,
        "OEBPS/css/a.css": f"/* {CANARY} */ @font-face {{src: url(../fonts/{CANARY}.ttf)}} "
        f"p {{background: url('../images/{CANARY}.png')}}\n".encode(),
        f"OEBPS/images/{CANARY}.png": picture(),
        "OEBPS/toc.ncx": NCX.encode(),
        f"OEBPS/fonts/{CANARY}.ttf": b"\0\1\0\0" + CANARY.encode() * 3,
        "OEBPS/a.js": f"alert('{CANARY}')".encode(),
        f"OEBPS/unlisted-{CANARY}.txt": f"left by {CANARY}".encode(),
    }


def book(files: dict[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (files or members()).items():
            archive.writestr(name, data)
        archive.comment = CANARY.encode()
    return target.getvalue()
