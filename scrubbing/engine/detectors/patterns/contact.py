"""Where a person or a firm can be reached: addresses of mail, web and machines, phones."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from scrubbing.engine.detectors.joined import Joined
from scrubbing.engine.detectors.patterns.rule import Rule, in_code
from scrubbing.engine.types import Kind, Span

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
PUBLIC_NUMBERS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9"})
PUBLIC = re.compile(
    r"(?:[a-z+]+://)?(?:[\w-]+\.)*(?:" + "|".join(map(re.escape, PUBLIC_HOSTS)) + r")(?![\w.-]*\w)",
    re.IGNORECASE,
)
IDENTITY_IN_URL = re.compile(
    r"[?&](?:user|email|mail|name|id|uid|token|account|customer)\w*=|/(?:users?|people|in|u|~\w+|profiles?)/"
    r"|@|://[^/\s:]+:[^/\s@]+@|linkedin\.com/in|facebook\.com/\w|twitter\.com/\w|x\.com/\w"
    # The owner of code stands right behind these.
    r"|(?:github|gitlab)\.com/[\w-]|(?:bitbucket|codeberg)\.org/[\w-]|(?:codecov|coveralls)\.io/(?:gh|github|gl|bb)/|shields\.io/(?:github|gitlab|codecov|discord|twitter)/"
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
USER_FOLDERS = "Users|Documents and Settings|Benutzer|Utilisateurs|Usuarios|Utenti|Gebruikers|Użytkownicy|Utilizadores|Usuários"


def _url(text: str) -> float:
    if SHARED_FILE.match(text):
        return 0.85
    if IDENTITY_IN_URL.search(text):
        return 0.0 if PUBLIC.fullmatch(text.rstrip("/")) else 0.85
    return 0.0 if PUBLIC.match(text) else 0.7


NOT_HANDLES = frozenset(
    "author authors param params return returns throws see since deprecated override overload property classmethod staticmethod "
    "dataclass abstractmethod contextmanager wraps cached lru_cache cache pytest app api media import font keyframes charset "
    "supports include extend mixin else test beforeeach aftereach autowired component entity table column inject "
    "angular babel types vue react storybook typescript todo example".split()
)
"""Words after "@" in code and documentation that are nobody's name."""
NOT_OVER_CODE = (
    r"(?!\W{1,8}(?:decorator|annotation|directive|macro|mixin|tag|rule|attribute)s?\b)"
    r"(?![ \t]*\n[ \t]*(?:(?:>>>|\.\.\.|[+|#*]|//)[ \t]*)?(?:@\w|(?:def|class|async|function|fun|func|fn|public|private|protected|internal|static|final"
    r"|abstract|export|interface|enum|record|object|data class|val|var|let|const|void|int|struct|type)\b))"
)
"""What stands over a function or a class says how that one works: it calls nobody."""
ANY_SERVER = re.compile(
    r"\W*(?:host|hostname|server|servername|machine|computer|unc|remote|share)\\", re.IGNORECASE
)


def _handle(text: str) -> float:
    return 0.0 if text.lower() in NOT_HANDLES else 0.55


def _share(text: str) -> float:
    return 0.0 if ANY_SERVER.match(text) else 0.85


NO_HOST = re.compile(r"(?!(?:x|t|g|j|q)\.)[a-zA-Z](?:\.[a-zA-Z]{1,2})+")


MEMBER = re.compile(
    r"(?:self|this|cls|obj|args|kwargs|ctx|req|res|props|elem|evt)\..+"
    r"|(?:match|post|user|item|row|request|response|event|node|entry|result|record|document|page|article|product|order|task|group|session|message"
    r"|config|options|state|module|field|element|target|parent|child|model|instance)\.(?:id|info|group|global|media|test|in|app|name|works|online)"
    r"|(?:django|numpy|tokio|werkzeug|flask|angular|jest)\.test"
)
"""A member of a thing in a program, whose name ends as hosts do."""
NO_MODULE = r"(?<!import )(?<!module )"
NOT_IMPORTED = r"(?!\s+import\b|\s*\}\})"


def _host(text: str) -> float:
    """Judge a host by its name: "m.in" and "e.in" are abbreviations of a language."""
    nobody = PUBLIC.fullmatch(text) or NO_HOST.fullmatch(text) or MEMBER.fullmatch(text)
    return 0.0 if nobody else 0.6


SECTION = re.compile(r"\d(?:\.\d){3}")
"""So a chapter is numbered far more often than a machine."""


def _address(text: str) -> float:
    """Judge an IP address: those that name no machine of anyone are kept."""
    try:
        address = ip_address(text.split("/", maxsplit=1)[0].split("%", maxsplit=1)[0])
    except ValueError:
        return 0.0
    if text in PUBLIC_NUMBERS or address.is_loopback or address.is_unspecified:
        return 0.0
    if address.is_multicast or address.is_link_local or str(address).startswith("255."):
        return 0.0
    if address.version == 6:  # noqa: PLR2004 - the version's own number
        return 0.9 if text.count(":") >= 3 and re.search(r"\d", text) else 0.0  # noqa: PLR2004
    return 0.4 if SECTION.fullmatch(text) else 0.85


def _mac(text: str) -> float:
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    return 0.0 if len(set(digits)) == 1 else 0.9


RULES = (
    Rule(
        "mailto",
        Kind.EMAIL,
        re.compile(
            r"(?<![\w.+-])(?P<v>[\w.+-]{1,64}\s?(?:\(at\)|\[at\]|\{at\}| at )\s?[\w-]+\s?(?:\(dot\)|\[dot\]| dot )\s?\w{2,12})\b"
        ),
        0.85,
        needs=("(at)", "[at]", "{at}", " dot "),
    ),
    Rule(
        "url",
        Kind.URL,
        re.compile(
            r"\b(?:[a-z][a-z+]{1,9}://|www\.)[^\s<>\"'`{}|\\^\ue000]{3,}(?<![.,;:!?)\]*])",
            re.IGNORECASE,
        ),
        0.7,
        needs=("://", "www."),
        check=_url,
    ),
    Rule(
        "social_profile",
        Kind.URL,
        re.compile(
            r"(?<![\w@/.-])(?:[a-z]{2,3}\.)?(?:linkedin\.com/(?:in|pub|company)|(?:facebook|instagram|twitter|tiktok|xing|medium|vimeo|soundcloud|behance|dribbble)\.com|x\.com|t\.me|wa\.me|github\.com|gitlab\.com|bsky\.app/profile)/@?[\w%+-][\w.%+/-]*(?<![.])",
            re.IGNORECASE,
        ),
        0.85,
        needs=(".com/", "t.me/", "wa.me/", "bsky.app/"),
    ),
    Rule(
        "domain",
        Kind.HOST,
        re.compile(
            rf"(?<![\w.@/\\-]){NO_MODULE}(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])?\.){{1,4}}(?:{TLDS})(?![\w(=\[-]|\.\w){NOT_IMPORTED}"
        ),
        0.6,
        check=_host,
        code=False,
    ),
    Rule(
        "internal_host",
        Kind.HOST,
        re.compile(
            rf"(?<![\w.@-]){NO_MODULE}(?:[a-zA-Z0-9][a-zA-Z0-9-]{{0,62}}\.){{1,4}}(?:{INTERNAL})(?![\w(=-]|\.\w){NOT_IMPORTED}"
        ),
        0.8,
        needs=(".corp", ".local", ".intern", ".intra", ".lan", ".private", ".arpa", ".ad"),
        check=lambda text: 0.0 if text.startswith(("threading.", "self.", "this.")) else 0.8,
    ),
    Rule(
        "ipv4",
        Kind.IP_ADDRESS,
        re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w-]|\.\d)"),
        0.85,
        check=_address,
    ),
    Rule(
        "ipv6",
        Kind.IP_ADDRESS,
        re.compile(
            r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){1,7}(?::?[0-9A-Fa-f]{1,4}){1,7}(?:/\d{1,3})?(?![\w:])"
        ),
        0.9,
        needs=("::", "2001:", "fe80:", "fd"),
        check=_address,
    ),
    Rule(
        "mac",
        Kind.MAC_ADDRESS,
        re.compile(
            r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])"
        ),
        0.9,
        check=_mac,
    ),
    Rule(
        "mac_dots",
        Kind.MAC_ADDRESS,
        re.compile(r"(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])"),
        0.7,
        check=_mac,
    ),
    Rule(
        "unc_path",
        Kind.PATH,
        re.compile(
            r"(?<![\\\w])\\\\{1,2}[A-Za-z0-9_.$-]{2,}(?:\\{1,2}(?:[^\s\\/:*?\"<>|\ue000][^\\/:*?\"<>|\r\n\ue000]{0,59}(?=\\)|(?:[\w.$&'+-]{1,40} ){1,4}[\w.$&'+-]{0,40}\.[A-Za-z]\w{1,4}\b|[^\s\\/:*?\"<>|\ue000][^\\/:*?\"<>|\r\n\ue000]{0,59}?(?=[\s,;\"')]|$)))+",
            re.MULTILINE,
        ),
        0.85,
        check=_share,
        needs=("\\\\",),
    ),
    Rule(
        "user_path",
        Kind.USERNAME,
        re.compile(
            r"(?:/home/|/Users/|[A-Za-z]:[\\/]{1,2}(?:"
            + USER_FOLDERS
            + r")[\\/]{1,2})(?P<v>(?!runner\b|user\b|username\b|shared\b|public\b|default\b|ubuntu\b|vagrant\b|node\b|app\b|root\b)[\w.-]{2,32})",
            re.IGNORECASE,
        ),
        0.85,
        needs=("/home/", "/users/", ":\\", ":/"),
    ),
    Rule(
        "user_folder",
        Kind.USERNAME,
        re.compile(r"(?<![\w/~.-])~(?P<v>[a-z][a-z0-9_-]{2,31})/[\w.]"),
        0.6,
        needs=("~",),
        code=False,
    ),
    Rule(
        "ldap",
        Kind.USERNAME,
        re.compile(
            r"\b(?:CN|OU|UID)=(?P<v>[^,=\n\ue000]{2,60})(?=,\s?(?:CN|OU|DC)=)", re.IGNORECASE
        ),
        0.8,
        needs=(",dc=", ",ou=", ", dc=", ",cn="),
    ),
    Rule(
        "login_at_machine",
        Kind.USERNAME,
        re.compile(
            r"(?<![\w@.:/-])(?P<v>(?!root@|admin@|user@|git@)[A-Za-z][\w.-]{1,30})@(?=\d{1,3}(?:\.\d{1,3}){3}|[\w.-]+:[~/])"
        ),
        0.6,
        check=lambda text: 0.0 if text.isdigit() else 0.6,
        needs=("@",),
    ),
    Rule(
        "cloud_user",
        Kind.USERNAME,
        re.compile(r"arn:aws[\w-]*:\w+:[\w-]*:\d*:(?:user|assumed-role/[\w-]+)/(?P<v>[\w.@+=-]+)"),
        0.85,
        needs=("arn:aws",),
    ),
    Rule(
        "skype",
        Kind.USERNAME,
        re.compile(r"\bskype(?: ?(?:id|name))?:\s?(?P<v>(?:live:)?[\w.-]{3,40})", re.IGNORECASE),
        0.7,
        needs=("skype:", "skype id:", "skype name:"),
    ),
    Rule(
        "phone_brazilian",
        Kind.PHONE,
        re.compile(r"(?<![\w(])\([1-9]\d\) ?9?\d{4}-\d{4}(?![\w-])"),
        0.8,
        needs=("(",),
    ),
    Rule(
        "handle",
        Kind.USERNAME,
        re.compile(
            r"(?<![\w@./{`])@(?P<v>[A-Za-z]\w{2,29})(?![\w(./-])" + NOT_OVER_CODE,
        ),
        0.55,
        check=_handle,
        needs=("@",),
        code=False,
    ),
)

DIGITS = re.compile(
    r"(?<![\w.,/:=#@+-])(?:\+|\(\+?|00)?\d(?:[\s().\u00a0\u2009/-]{0,3}\d){6,14}(?![\w]|[.,:/-]\d)"
)
REGIONS = (
    "US",
    "GB",
    "DE",
    "FR",
    "ES",
    "IT",
    "NL",
    "PL",
    "PT",
    "IN",
    "AU",
    "AT",
    "CH",
    "BE",
    "IE",
    "SE",
)
LABEL = re.compile(
    r"(?:phone|tel|téléphone|teléfono|telefon|telefono|telefone|telefoon|mobile?|mobil|telephone|durchwahl|móvil|handy|cell(?:ulare)?|fax|call|whatsapp|ring|komórka|hotline|contact|extension|direct)\b[^\d\n]{0,24}$",
    re.IGNORECASE,
)
DATE_LIKE = re.compile(
    r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)\d\d|\d{4}\s?[-–]\s?\d{4}"
)
NO_PHONE = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,6}\.\d{2,6}|(?:\d{1,3}/\d{1,2}\s+)+\d{1,3}/?\d{0,4}|\d{1,3}/\d{1,2}(?:\s+\d{1,3}/\d{1,2})*\s\d{1,4}"
    r"|\d{1,4}(?:\s\d{1,3}/\d{1,2})+"
    r"|\d{8}(?:-\d{4}){1,3}"
    r"|\d{1,3}\.(?:\d{1,6}\.)*\d(?:\.\d{1,6})+|\d{1,3}(?:\.\d{1,6}){2,}\.\d|[012](?:\.\d{1,6}){6,}"
    r"|\d{1,2}(?:\.\d{1,3}){1,3}/\d{1,2}(?:\.\d{1,3}){1,3}"
)
"""Versions of programs, object identifiers, days and months in a row, and the digits of a GUID."""
SEPARATED = re.compile(r"^\(?0\d|\d[\s().-]+\d.*\d[\s().-]+\d|\(\d")


def phones(joined: Joined) -> Iterator[Span]:
    """Find phone numbers, checked by the numbering plans of ``phonenumbers``."""
    for match in DIGITS.finditer(joined.text):
        text = match[0]
        if DATE_LIKE.search(text) or NO_PHONE.fullmatch(text) or "\n" in text:
            continue
        score = _phone(
            text,
            labelled=bool(LABEL.search(joined.text, max(0, match.start() - 40), match.start())),
        )
        if score and not (in_code(joined, match.start()) and score < 0.9):  # noqa: PLR2004
            start = match.start() + (text.startswith("(") and ")" not in text)
            yield from joined.spans(start, match.end(), Kind.PHONE, score, "patterns.phone")


def _phone(text: str, *, labelled: bool) -> float:
    if labelled:
        return 0.95
    if text.startswith(("+", "00", "(+")):
        return 0.95 if _valid(text.replace("(0)", ""), ()) else 0.4
    if not SEPARATED.search(text):
        return 0.0
    return 0.8 if _valid(text, REGIONS) else 0.0


def _valid(text: str, regions: tuple[str, ...]) -> bool:
    # phonenumbers reads its tables when imported: a detector's start, not a module's.
    from phonenumbers import NumberParseException, is_valid_number, parse

    if text.startswith("00"):
        text = f"+{text[2:]}"
    for region in regions or (None,):
        try:
            if is_valid_number(parse(text, region)):
                return True
        except NumberParseException:
            continue
    return False
