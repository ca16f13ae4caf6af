"""Where a person or a firm can be reached: addresses of mail, web and machines."""

import re
from ipaddress import ip_address

from scrubbing.engine.detectors.patterns import hosts
from scrubbing.engine.detectors.patterns.rule import Rule
from scrubbing.engine.types import Kind

PUBLIC_NUMBERS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9"})
USER_FOLDERS = "Users|Documents and Settings|Benutzer|Utilisateurs|Usuarios|Utenti|Gebruikers|Użytkownicy|Utilizadores|Usuários"
NOT_HANDLES = frozenset(
    "author authors param params return returns throws see since deprecated override overload property classmethod staticmethod "
    "dataclass abstractmethod contextmanager wraps cached lru_cache cache pytest app api media import font keyframes charset "
    "supports include extend mixin else test beforeeach aftereach autowired component entity table column inject "
    "angular babel types vue react storybook typescript todo example".split()
)
"""Words after "@" in code and documentation that are nobody's name."""
NOT_OVER_CODE = (
    r"(?![`'\"*) ]{1,4}(?:decorator|annotation|directive|macro|mixin|tag|rule|attribute)s?\b)"
    r"(?![ \t]*\n[ \t]*(?:(?:>>>|\.\.\.|[+|#*]|//)[ \t]*)?(?:@\w[^\n]*\n[ \t]*(?:(?:>>>|\.\.\.|[+|#*]|//)[ \t]*)?){0,6}"
    r"(?:(?:def|class|async|function|fun|func|fn|public|private|protected|internal|static|final"
    r"|abstract|export|interface|enum|record|object|data class|val|var|let|const|void|int|struct|type)[ \t]+"
    r"(?:[\w<>\[\],.?*&]+[ \t]*){1,8}[({=:;]|(?:class|interface|enum)[ \t]+[A-Z]\w*[ \t]*\n))"
)
"""What stands over a function or a class says how that one works: it calls nobody."""
ANY_SERVER = re.compile(
    r"\W*(?:host|hostname|server|servername|machine|computer|unc|remote|share)\\", re.IGNORECASE
)


def _handle(text: str) -> float:
    return 0.0 if text.lower() in NOT_HANDLES else 0.55


def _share(text: str) -> float:
    return 0.0 if ANY_SERVER.match(text) else 0.85


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
        check=hosts.url,
    ),
    Rule(
        "social_profile",
        Kind.URL,
        re.compile(
            r"(?<![\w@/.-])(?:[a-z]{2,3}\.)?(?:linkedin\.com/(?:in|pub|company)|indeed\.com/(?:r|me)|researchgate\.net/profile|orcid\.org|(?:kaggle|hackerrank|leetcode)\.com|(?:facebook|instagram|twitter|tiktok|xing|medium|vimeo|soundcloud|behance|dribbble)\.com|x\.com|t\.me|wa\.me|github\.com|gitlab\.com|bsky\.app/profile)/@?[\w%+-][\w.%+/-]*(?<![.])",
            re.IGNORECASE,
        ),
        0.85,
        needs=(".com/", "t.me/", "wa.me/", "bsky.app/", "orcid.org/", "gate.net/"),
    ),
    Rule(
        "domain",
        Kind.HOST,
        re.compile(
            rf"(?<![\w.@/\\-]){hosts.NO_MODULE}(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])?\.){{1,4}}(?:{hosts.TLDS})(?![\w(=\[-]|\.\w)"
        ),
        0.6,
        check=hosts.host,
        code=False,
    ),
    Rule(
        "internal_host",
        Kind.HOST,
        re.compile(
            rf"(?<![\w.@-]){hosts.NO_MODULE}(?:[a-zA-Z0-9][a-zA-Z0-9-]{{0,62}}\.){{1,4}}(?:{hosts.INTERNAL})(?![\w(=-]|\.\w)"
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
