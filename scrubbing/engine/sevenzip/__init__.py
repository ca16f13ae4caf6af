"""7z archives, read and written by own code with own limits (the format: 7zFormat.txt of 7-Zip).

Everything is checked against the archive's own header before a single byte is unpacked. Only
what the standard library can unpack is read: copies, LZMA, LZMA2, BZip2 and Deflate.
"""
