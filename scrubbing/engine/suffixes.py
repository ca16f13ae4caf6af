"""Which endings of a name say a type: all others are text that somebody chose.

A folder "jane.kowalski" has no suffix, and neither has the file "memo.acme": what stands
behind their last dot is looked at like the rest of the name. So only endings on this list
are kept unseen.
"""

from scrubbing.engine.signatures import STRUCTURED

SAME = {
    "jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "tif": "tiff", "heif": "heic", "hif": "heic",
    "dib": "bmp", "htm": "html", "xhtml": "html", "yml": "yaml", "markdown": "md", "text": "txt",
    "log": "txt", "tgz": "gz", "vcard": "vcf", "ical": "ics", "jsonl": "json", "ndjson": "json",
    "geojson": "json", "xsd": "xml", "xsl": "xml", "xslt": "xml", "rss": "xml", "atom": "xml",
    "tab": "tsv", "gitbundle": "bundle",
}  # fmt: skip
"""Suffixes that mean the same format as another one."""
TEXTS = frozenset({
    "txt", "md", "csv", "tsv", "json", "yaml", "toml", "xml", "html", "ipynb", "eml", "mbox",
    "ics", "vcf", "svg",
})  # fmt: skip
_CODE = frozenset(
    [
        "adoc",
        "asm",
        "astro",
        "awk",
        "bas",
        "bash",
        "bat",
        "bib",
        "c",
        "cc",
        "cfg",
        "cjs",
        "clj",
        "cljs",
        "cmake",
        "cmd",
        "code",
        "conf",
        "cpp",
        "cs",
        "csproj",
        "css",
        "cts",
        "cu",
        "cxx",
        "cypher",
        "d",
        "dart",
        "diff",
        "dockerfile",
        "dockerignore",
        "editorconfig",
        "el",
        "elm",
        "env",
        "erb",
        "erl",
        "ex",
        "example",
        "exs",
        "f",
        "f90",
        "feature",
        "fish",
        "fs",
        "fsx",
        "gemspec",
        "gitattributes",
        "gitignore",
        "gitkeep",
        "go",
        "gql",
        "gradle",
        "graphql",
        "groovy",
        "h",
        "haml",
        "hbs",
        "hcl",
        "hh",
        "hpp",
        "hrl",
        "hs",
        "hxx",
        "ini",
        "ipy",
        "j2",
        "java",
        "jinja",
        "jinja2",
        "jl",
        "js",
        "json5",
        "jsonc",
        "jsp",
        "jsx",
        "kt",
        "kts",
        "less",
        "lhs",
        "liquid",
        "lisp",
        "lock",
        "lua",
        "m",
        "make",
        "mako",
        "map",
        "mdx",
        "mjs",
        "mk",
        "ml",
        "mli",
        "mm",
        "mod",
        "mts",
        "mustache",
        "nim",
        "nix",
        "npmrc",
        "org",
        "pas",
        "patch",
        "php",
        "pl",
        "plist",
        "plx",
        "pm",
        "po",
        "pot",
        "prisma",
        "prolog",
        "properties",
        "proto",
        "ps1",
        "psm1",
        "pug",
        "py",
        "pyi",
        "pyx",
        "qml",
        "r",
        "rake",
        "rb",
        "rego",
        "removed",
        "rkt",
        "rmd",
        "robot",
        "rs",
        "rst",
        "s",
        "sass",
        "sbt",
        "scala",
        "scm",
        "scss",
        "sh",
        "sln",
        "snap",
        "sol",
        "sql",
        "ss",
        "st",
        "styl",
        "sum",
        "svelte",
        "swift",
        "sv",
        "tcl",
        "template",
        "tex",
        "tf",
        "tfvars",
        "thrift",
        "tmpl",
        "toc",
        "ts",
        "tsx",
        "twig",
        "v",
        "vb",
        "vbs",
        "vhd",
        "vhdl",
        "vim",
        "vue",
        "wat",
        "webmanifest",
        "wsdl",
        "zig",
        "zsh",
    ]
)
"""Suffixes of source code and of what lies around it."""
KNOWN = TEXTS | STRUCTURED | frozenset(SAME) | _CODE | frozenset({"bin", "ico", "woff", "woff2"})


DOT_FILES = frozenset(
    """
    babelrc bash_history bash_profile bashrc boto browserslistrc coveragerc credentials curlrc
    dockercfg dockerignore editorconfig env envrc eslintignore eslintrc fetchmailrc flake8
    ftpconfig git-credentials gitattributes gitconfig gitignore gitkeep gitmodules htaccess
    htpasswd hgignore inputrc keep mailmap msmtprc my.cnf mysql_history netrc node-version npmignore
    npmrc nvmrc pgpass prettierignore prettierrc profile psql_history pylintrc pypirc
    python-version python_history rhosts rspec rubocop.yml ruby-version s3cfg screenrc secrets
    stylelintrc terraformrc tmux.conf tool-versions travis.yml vault-token viminfo vimrc wgetrc
    yarnrc zprofile zsh_history zshenv zshrc
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
"""Names that are all suffix: programs look for exactly these, and nobody chose them."""
WHOLE_NAME = "file:suffix"
"""Locator (after its container's mark) of an empty unit whose ``context`` is a file's whole name.

A name is scrubbed without its suffix; what kind of file it is ("secrets.json", "prod.env") only
the whole name says.
"""


def split_name(name: str) -> tuple[str, str]:
    """A name or path and the suffix with its dot; an ending that says no type is no suffix."""
    if name.startswith(".") and name[1:].lower() in DOT_FILES:
        return "", name
    stem, dot, last = name.rpartition(".")
    if dot and stem and not stem.endswith("/") and last.lower() in KNOWN:
        return stem, dot + last
    return name, ""
