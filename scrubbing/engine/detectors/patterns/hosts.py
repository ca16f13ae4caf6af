"""Hosts and addresses of the web: which say whose work this is, and which everybody uses."""

import re

PUBLIC_HOSTS = (
    # Where code lies, and what says how it does.
    "github.com gitlab.com bitbucket.org codeberg.org sourceforge.net pypi.org pypi.python.org npmjs.com npmjs.org crates.io docs.rs rubygems.org "
    "nuget.org packagist.org mvnrepository.com hub.docker.com docker.io docker.com conda-forge.org readthedocs.io readthedocs.org "
    "pkg.go.dev godoc.org shields.io badge.fury.io badgen.net codecov.io coveralls.io pepy.tech "
    "pre-commit.com pre-commit.ci stackoverflow.com stackexchange.com zenodo.org doi.org arxiv.org "
    # Languages, libraries and programs.
    "python.org golang.org go.dev rust-lang.org nodejs.org reactjs.org react.dev vuejs.org angular.io typescriptlang.org jquery.com getbootstrap.com "
    "djangoproject.com django-project.com flask.palletsprojects.com palletsprojects.com numpy.org scipy.org pandas.pydata.org matplotlib.org jupyter.org "
    "scikit-learn.org pytorch.org tensorflow.org pytest.org cython.org llvm.org cmake.org gradle.org jenkins.io kotlinlang.org scala-lang.org ruby-lang.org "
    "rubyonrails.org perl.org php.net haskell.org r-project.org cran.r-project.org julialang.org openjdk.org eclipse.org spring.io json.org yaml.org toml.io "
    "postgresql.org mysql.com mariadb.org sqlite.org mongodb.com redis.io elastic.co nginx.org kubernetes.io helm.sh terraform.io debian.org ubuntu.com "
    "fedoraproject.org archlinux.org freebsd.org kernel.org gnu.org fsf.org apache.org mozilla.org libreoffice.org openoffice.org swagger.io "
    "12factor.net semver.org keepachangelog.com conventionalcommits.org contributor-covenant.org editorconfig.org celeryq.dev "
    # What everybody reads, and whose names stand in every file.
    "w3.org whatwg.org ietf.org rfc-editor.org iana.org unicode.org iso.org oasis-open.org dublincore.org purl.org spdx.org json-schema.org xmlsoap.org "
    "schema.org ogp.me iptc.org ns.adobe.com schemas.microsoft.com schemas.openxmlformats.org openxmlformats.org opensource.org creativecommons.org "
    "openid.net oauth.net owasp.org mitre.org nist.gov google.com google.cloud googleapis.com gstatic.com microsoft.com apple.com adobe.com "
    "aws.amazon.com cloudflare.com jsdelivr.net cdnjs.com unpkg.com fontawesome.com wikipedia.org wikimedia.org wiktionary.org wikidata.org "
    "archive.org youtube.com youtu.be w3schools.com example.com example.org example.net localhost"
).split()
"""Hosts of which an address says nothing about whose work this is."""
PUBLIC = re.compile(
    r"(?:[a-z+]+://)?(?:[\w-]+\.)*(?:" + "|".join(map(re.escape, PUBLIC_HOSTS)) + r")(?![\w.-]*\w)",
    re.IGNORECASE,
)
IDENTITY_IN_URL = re.compile(
    r"[?&](?:user|email|mail|name|id|uid|token|account|customer)\w*=|/(?:users?|people|in|u|~\w+|profiles?)/"
    r"|@|://[^/\s:]+:[^/\s@]+@|linkedin\.com/in|facebook\.com/\w|twitter\.com/\w|x\.com/\w"
    # The owner of code or of an account stands right behind these.
    r"|app\.terraform\.io/\w|cloud\.mongodb\.com/v2/|/(?:github|gitlab|bitbucket|gh|gl|bb)/[\w-]|coveralls\.io/r/|packagist\.org/packages/[\w-]"
    r"|docker\.com/(?:repository|orgs)/|/(?:orgs?|organizations|workspaces|tenants)/[\w-]"
    r"|(?:github|gitlab)\.com/[\w-]|(?:bitbucket|codeberg)\.org/[\w-]|(?:codecov|coveralls)\.io/(?:gh|github|gl|bb)/|shields\.io/(?!badge|static|pypi|conda|npm|crates)\w"
    r"|docker\.com/(?:r|u)/|docker\.io/\w|sourceforge\.net/(?:p|u|projects)/|storage\.googleapis\.com/\w|youtube\.com/(?:c|channel|user)/",
    re.IGNORECASE,
)
TLDS = "com|org|net|edu|gov|mil|int|io|co|ai|app|dev|eu|uk|us|de|fr|es|it|nl|pl|pt|be|at|ch|se|no|dk|fi|ie|cz|sk|hu|ro|bg|gr|hr|si|lt|lv|ee|lu|tr|ru|ua|in|cn|jp|kr|sg|hk|tw|th|my|id|ph|vn|au|nz|za|ng|ke|eg|ae|sa|il|br|mx|ar|cl|pe|ca|info|biz|tech|cloud|online|shop|agency|consulting|law|legal|health|care|bank|energy|group|global|works|studio|design|media|news|test|invalid"
INTERNAL = "corp|local|internal|intranet|intra|lan|localdomain|private|home\\.arpa|ad"

SHARED_FILE = re.compile(
    r"https?://(?:docs|drive|forms|calendar|sites|groups|meet|mail|script|lookerstudio)\.google\.com/\S{8,}",
    re.IGNORECASE,
)
"""A document or a meeting of somebody's, though the host is everybody's."""
INNER = re.compile(r"(?<=.)(?:https?(?:://|%3A%2F%2F)|www\.)([\w.-]+)", re.IGNORECASE)
"""The address of one host inside that of another: an archive, a checker, a redirect."""
ACCOUNT = re.compile(r"[\w-]+\.signin\.aws\.amazon\.com|[\w-]{4,}\.sourceforge\.net", re.IGNORECASE)
"""Where the first label is an account's or a project's, though the rest is everybody's."""


def url(text: str) -> float:
    """Judge an address of the web: a user, an owner, a key or an unknown host tells whose it is."""
    if SHARED_FILE.match(text) or ACCOUNT.search(text) or _holds_another(text):
        return 0.85
    if IDENTITY_IN_URL.search(text):
        return 0.0 if PUBLIC.fullmatch(text.rstrip("/")) else 0.85
    return 0.0 if PUBLIC.match(text) else 0.7


def _holds_another(text: str) -> bool:
    host = text.partition("://")[2] or text
    return any(not PUBLIC.match(inner[1]) for inner in INNER.finditer(host))


NO_HOST = re.compile(r"(?!(?:x|t|g|j|q)\.)[a-zA-Z](?:\.[a-zA-Z]{1,2})+")
MEMBER = re.compile(
    r"(?:self|this|cls|obj|args|kwargs|ctx|req|res|props|elem|evt)\.(?!.+\.(?:com|org|net|eu|de|fr|es|nl|pl|pt|be|ch|uk|us)$).+"
    r"|(?:match|post|user|item|row|request|response|event|node|entry|result|record|document|page|article|product|order|task|group|session|message"
    r"|config|options|state|module|field|element|target|parent|child|model|instance)\.(?:id|info|group|global|media|test|in|app|name|works|online)"
    r"|(?:django|numpy|tokio|werkzeug|flask|angular|jest)\.test"
)
"""A member of a thing in a program, whose name ends as hosts do."""
NO_MODULE = (
    r"(?:(?<!import )(?<!module )|(?=[\w.]*-|[\w.]+/))(?!(?<=from )[\w.]+\s+import\b)"
    r"(?!(?<=\{\{ )(?![\w.]+\.(?:com|org|net|corp|lan|intra|intranet)\s*\}\})[\w.]+\s*\}\}|(?<=\{\{)(?![\w.]+\.(?:com|org|net|corp|lan|intra|intranet)\s*\}\})[\w.]+\s*\}\})"
)
"""Before a name with dots that programs write, and that is no host. Modules of Go are hosts."""


def host(text: str) -> float:
    """Judge a host by its name: "m.in" and "e.in" are abbreviations of a language."""
    if ACCOUNT.fullmatch(text):
        return 0.6
    nobody = PUBLIC.fullmatch(text) or NO_HOST.fullmatch(text) or MEMBER.fullmatch(text)
    return 0.0 if nobody else 0.6
