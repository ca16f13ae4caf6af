"""What secrets look like: tokens of known services, and values that a keyword announces."""

import re
from collections import Counter
from dataclasses import dataclass
from math import log2

SURE, LIKELY, MAYBE = 0.97, 0.75, 0.45


@dataclass(frozen=True, slots=True)
class Shape:
    """An expression that is a secret wherever it stands. Group ``v`` is the secret."""

    name: str
    expression: re.Pattern[str]
    needs: tuple[str, ...]
    score: float = SURE


def _shape(name: str, expression: str, *needs: str, score: float = SURE) -> Shape:
    return Shape(name, re.compile(expression), needs, score)


DRAWN = r"(?!\w{1,12}://)(?=\S{0,60}[A-Za-z])(?=\S{0,60}\d)(?=\S{0,60}[!@#$%^&*?~])[^\s\"'<>,;(){}]{6,64}(?<![.:)\]])"
"""What only a password looks like: letters, digits and marks in one word."""

SHAPES: tuple[Shape, ...] = (
    _shape(
        "private_key",
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?P<v>[\s\S]{20,20000}?)(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
        "private key",
    ),
    _shape("putty_key", r"Private-Lines: \d+\s(?P<v>[A-Za-z0-9+/=\s\ue000]{40,20000}?)(?=Private-MAC|Private-Hash|\Z)", "private-lines"),
    _shape("age_key", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}", "age-secret-key"),
    _shape("aws_key_id", r"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA)[A-Z0-9]{16}(?![A-Z0-9])", "akia", "asia", "abia", "acca", "agpa", "aida", "aroa"),
    _shape("github", r"\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{22,255})", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    _shape("gitlab", r"\bgl(?:pat|dt|rt|ptt|cbt|oas|ft|soat|agent|imt)-[\w-]{20,}", "glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "gloas-", "glft-", "glsoat-", "glagent-", "glimt-"),
    _shape("slack", r"\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|hooks\.slack\.com/(?:services|workflows|triggers)/(?P<v>[\w/+-]{20,})", "xox", "xapp-", "hooks.slack.com"),
    _shape("stripe", r"\b(?:[rs]k_(?:live|test)|whsec)_[A-Za-z0-9]{10,}", "sk_live", "rk_live", "sk_test", "rk_test", "whsec_"),
    _shape("openai", r"\bsk-(?:ant-|proj-|svcacct-|or-)?[\w-]{20,}", "sk-"),
    _shape("google", r"\bAIza[\w-]{35}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}|\b1//0[\w-]{30,}", "aiza", "ya29.", "gocspx-", "1//0"),
    _shape("jwt", r"\beyJ[\w-]{10,}\.(?:eyJ|[\w-])[\w-]{8,}\.[\w-]{8,}", "eyj"),
    _shape("npm", r"\bnpm_[A-Za-z0-9]{30,}", "npm_"),
    _shape("pypi", r"\bpypi-[\w-]{50,}", "pypi-"),
    _shape("sendgrid", r"\bSG\.[\w-]{16,}\.[\w-]{16,}", "sg."),
    _shape("twilio", r"\b(?:SK|AC)[0-9a-f]{32}\b", "sk", "ac"),
    _shape("mailgun", r"\bkey-[0-9a-z]{32}\b", "key-"),
    _shape("mailchimp", r"\b[0-9a-f]{32}-us\d{1,2}\b", "-us"),
    _shape("digitalocean", r"\bdo[opr]_v1_[0-9a-f]{40,}", "_v1_"),
    _shape("shopify", r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}", "shp"),
    _shape("huggingface", r"\b(?:hf|api_org)_[A-Za-z0-9]{30,}", "hf_", "api_org_"),
    _shape("vault", r"\bhv[bsr]\.[\w-]{20,}|\bs\.[A-Za-z0-9]{24}\b", "hvs.", "hvb.", "hvr.", "s."),
    _shape("docker", r"\bdckr_(?:pat|oat)_[\w-]{20,}", "dckr_"),
    _shape("telegram", r"(?<![\w:])\d{8,10}:AA[\w-]{32,34}(?![\w-])", ":aa"),
    _shape("atlassian", r"\bAT(?:ATT3|CTT3|BB)[\w=-]{20,}", "atatt3", "atctt3", "atbb"),
    _shape("more_services", r"\b(?:dapi[0-9a-f]{32}|PMAK-[\w-]{20,}|glsa_\w{20,}|lin_api_\w{20,}|figd_[\w-]{20,}|NRAK-[A-Z0-9]{20,}|pscale_\w+_[\w.-]{20,}|sq0[a-z]{3}-[\w-]{20,}|amzn\.mws\.[0-9a-f-]{30,}|sntry[su]_\w{20,}|sbp_[0-9a-f]{30,}|nfp_\w{30,}|dp\.pt\.\w{30,}|sk\.eyJ[\w.-]{20,}|EAACEdEose0cBA\w+|rubygems_[0-9a-f]{40,}|tfp_\w{30,}|\w{14}\.atlasv1\.[\w-]{40,}|sl\.[\w-]{100,}|NTLM [0-9a-f]{32})"),
    _shape("azure_key", r"(?:AccountKey|SharedAccessKey|SharedSecret)=(?P<v>[A-Za-z0-9+/=]{20,})", "accountkey", "sharedaccesskey", "sharedsecret"),
    _shape("signature", r"[?&](?:sig|X-Amz-Signature|X-Goog-Signature|access_token|api_key|apikey|auth|key|token|secret|code)=(?P<v>[\w%.~+/-]{16,})", "sig", "token=", "key=", "auth=", "secret=", "code="),
    _shape("discord", r"discord(?:app)?\.com/api/webhooks/(?P<v>\d+/[\w-]{20,})|\b(?:mfa\.[\w-]{80,}|[MNO][\w-]{23}\.[\w-]{6}\.[\w-]{27,})", "discord", "mfa."),
    _shape("url_password", r"\b[a-zA-Z][\w+.-]{1,20}://[^\s/:@'\"<>]{0,80}:(?P<v>(?!\$\{|\{\{|%\(|<|\*{3})[^\s/'\"<>]{1,100})@(?=[\w.\[-])", "://"),
    _shape("url_password_twice", r"\bhttps?://[^\s/:@]{1,40}@[\w.-]+:(?P<v>[^\s'\"]{3,80})@[\w.-]+", "://"),
    _shape("crypt", r"\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|sha1|argon2(?:id|i|d)|pbkdf2[\w-]*|P|H|scrypt|bcrypt-sha256)\$[\w./$,=+-]{8,200}", "$"),
    _shape("framework_hash", r"\b(?:pbkdf2_sha\d+|bcrypt_sha256|argon2|scrypt)\$[\w./$,=+-]{20,}|\{(?:SSHA|SHA|SMD5|CRYPT|SSHA512|SSHA256)\}[\w./$+=-]{12,}", "pbkdf2_", "bcrypt_", "argon2$", "scrypt$", "ssha", "{sha}", "{smd5}", "{crypt}"),
    _shape("bearer", r"\b[Bb]earer\s+(?P<v>(?=[\w.~+/-]*\d)[\w.~+/-]{16,}=*)", "bearer"),
    _shape("basic", r"\b[Bb]asic\s+(?P<v>(?=[A-Za-z+/]*[0-9])(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{12,}={0,2})(?![\w+/])", "basic", score=LIKELY),
    _shape("dockercfg", r"\"auth\"\s*:\s*\"(?P<v>[A-Za-z0-9+/=]{8,})\"", '"auth"'),
    _shape("element", r"<(?P<k>(?:\w+:)?\w*(?i:pass(?:word|wd|phrase)?|pwd|secret|token|apikey|api_key|privatekey|credential)s?)(?:\s[^<>]{0,200})?>(?P<v>[^<>\s][^<>\n]{1,300})</(?P=k)>", "</"),
    _shape("sql_user", r"(?i:IDENTIFIED\s+(?:WITH\s+\w+\s+)?BY|(?:ENCRYPTED\s+)?PASSWORD)\s+'(?P<v>[^'\n]{3,100})'", "identified", "password"),
    _shape("netrc", r"(?m:(?:^|\s)(?:machine|default|login|account)\s[^\n]{0,160}?\spassword\s+(?P<v>\S{3,100}))", "password"),
    _shape("pgpass", r"(?m:^[\w.*-]+:(?:\d{2,5}|\*):[\w*.-]+:[\w*.-]+:(?P<v>[^\s:]{3,100})$)", ":"),
    _shape("quoted_after", r"(?m:^\s*(?:password|passwd|secret|pass)\s+[\"'](?P<v>[^\"'\n]{3,100})[\"']\s*$)", "pass", "secret"),
    _shape("command", r"(?:\bsshpass\s+-p\s*|\bcurl\b[^\n]{0,200}?\s-u\s*[\"']?[\w.@-]+:|\bmysql(?:dump|admin)?\b[^\n]{0,120}?\s-p|--(?:password|passwd|token|secret|api-key|auth-token)[= ])[\"']?(?P<v>(?![$<{-])[^\s\"'$<{]{4,120})", "sshpass", "curl", "mysql", "--pass", "--token", "--secret", "--api-key", "--auth-token", score=LIKELY),
    _shape("login_call", r"(?i:\b(?:log_?in|authenticate|sign_?in|auth|(?:mysqli?|pg|ftp|ldap|oci|imap)_?(?:connect|login|bind)|basic_?auth)\()\s*(?:[\w$.]+\s*,\s*)?['\"][^'\"\n]{1,80}['\"]\s*,\s*(?:['\"][^'\"\n]{1,80}['\"]\s*,\s*)?['\"](?P<v>[^'\"\s]{4,80})['\"]", "login", "log_in", "authenticate", "sign", "auth", "connect", "bind", score=LIKELY),
    _shape("said", r"(?i:\b(?:pass(?:word|phrase|code|wort)|pwd|kennwort|mot de passe|contraseña|wachtwoord|hasło|senha)(?:\s+(?:was|war|of|to|set to|auf|era|było))?)\s+[\"'(]?(?P<v>" + DRAWN + ")", "pass", "pwd", "kennwort", "contrase", "wachtwoord", "hasło", "senha"),
    _shape("beside_address", r"@[\w-]+(?:\.[\w-]+)+\s?[/|:]\s?(?P<v>" + DRAWN + ")", "@"),
    _shape("hex_line", r"(?m:^[ \t]*(?P<v>[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{128})[ \t]*$)", score=0.55),
)  # fmt: skip

KEYWORDS = (
    "password passwd passphrase passcode passwort kennwort motdepasse contraseña wachtwoord hasło pwd pass secret token api_key apikey api-key "
    "access_key accesskey access-key auth_key auth-key private_key privatekey client_key client_secret signing_key encryption_key encryptionkey "
    "master_key masterkey app_key secure_auth_key logged_in_key nonce_key account_key shared_key license_key licence_key license-key "
    "credential credentials auth_token authtoken _auth salt psk pre_shared preshared community webhook connectionstring "
    "secretkey secret_key secret-key encryptedpassword encryptedusername dsn otp_seed totp recovery_code pin_code"
).split()

ASSIGNED = re.compile(
    r"""(?P<rest>[\w.-]{0,40})["'`]?\]?\)?\s{0,20}(?:=>|:=|[:=]{1,2}|,(?=\s*["'])|\)?\s+(?:is|lautet|ist|est|es)\s*:?)\s{0,20}"""
    r"""(?:b|u|r|f)?(?:(?P<q>["'`])(?P<quoted>(?:(?!(?P=q))[^\n\ue000\\]|\\.){3,400})(?P=q)|(?P<bare>[^\s"'`,;<>{}\[\]\ue000]{3,400}))""",
)
BEFORE = re.compile(r"[\w$.-]{0,60}$")
PLACEHOLDER = re.compile(
    r"\$[\w{(]|%[\w(]|\{\{|\{%|<[^>]+>|\*{3,}|x{4,}$|\.{3,}|…|your[-_ ]|\bmy[-_ ]?(?:secret|pass|token|key)|example|changeme|change[-_ ]me|"
    r"placeholder|redacted|insert|replace|dummy$|todo\b|fixme|process\.env|os\.environ|getenv|env\[|env\(|secrets\.|vault:|"
    r"SECRET_\d+$|PASSWORD_\d+$|\\u2022|•|/run/secrets|not[-_ ]set|undefined$|null$|none$|nil$|true$|false$|required$|optional$|"
    r"string$|str$|text$|bytes$|number$|boolean$|int$|any$|object$|function$|prompt$|default$|empty$|unknown$|auto$|enabled$|disabled$|yes$|no$|on$|off$",
    re.IGNORECASE,
)
WORDS = re.compile(r"[A-Za-z]+(?:[-_. ][A-Za-z]+)*")
EXPRESSION = re.compile(
    r"^[\w.$]*\(|\)$|^[a-z_$][\w$]*(?:\.[A-Za-z_]\w*)+$|^\$|^self\.|^@|^&|\[|=>|^!|^-?\d{1,6}$|^#"
)
PASSWORDS = re.compile(
    r"pass(?!age|ive|eng|port|ing\b|ed\b|es\b)|pwd|passwort|kennwort|contrase|wachtwoord|has[lł]o",
    re.IGNORECASE,
)
A_NAME = re.compile(r"Pass(?!word|wort|wd|phrase|code|key|token)[a-zà-ÿ]{4,}")
"""A name that begins like a password: "Passalacqua: references"."""
NOT_SECRET_KEY = re.compile(
    r"(?:path|file|name|field|url|uri|type|length|len|count|size|id|ttl|expir\w*|age|time\w*|min|max|policy|regex|pattern|format|label|title|"
    r"hint|help|text|message|msg|error|errors|class|algorithm|alg|version|input|form|button|column|header|enabled|required|valid\w*|reset|"
    r"forgot\w*|change\w*|confirm\w*|prompt\w*|placeholder|bucket|index|for\w*|strength|manager|store|provider|endpoint|usage|limit|public|"
    r"host|hostname|port|region|user|username|email|tokens|tokenize\w*|tokenizer|encoding|protected|line|kind|value_type|list|rounds|set)$",
    re.IGNORECASE,
)


SAID = frozenset(
    "not never always only also too now already being still the an your our this that what set unset used sent given shown needed required missing "
    "empty blank optional mandatory wrong right correct incorrect valid invalid expired weak strong safe secure stored saved kept encrypted hashed "
    "salted changed changeable reset rotated generated created known unknown lost forgotten case-sensitive sensitive confidential provided supplied "
    "nicht nie immer nur auch falsch richtig gültig ungültig leer nötig erforderlich gespeichert verschlüsselt abgelaufen geändert bekannt "
    "pas jamais toujours incorrect obligatoire requis vide faux expiré incorrecta incorrecto obligatoria caducada vacía".split()
)
"""What a sentence says about a password: "the password is not set"."""


def entropy(text: str) -> float:
    """Give the bits per character of a text."""
    counts = Counter(text)
    return -sum(n / len(text) * log2(n / len(text)) for n in counts.values())


def judge(key: str, value: str, *, quoted: bool, code: bool) -> float:
    """Say how likely the value of a key with a telling name is a secret.

    Passwords may be words; tokens and keys must look drawn by chance. In source code an
    unquoted value is an expression.
    """
    named_otherwise = NOT_SECRET_KEY.search(key) and not key.lower().startswith("encrypted")
    if named_otherwise or A_NAME.fullmatch(key) or len(set(value)) < 3:  # noqa: PLR2004
        return 0.0
    if quoted and len(value) >= 32 and _noise(value):  # noqa: PLR2004
        return SURE
    if PLACEHOLDER.search(value):
        return 0.0
    if not quoted and (EXPRESSION.search(value) or (code and not _random(value))):
        return 0.0
    if PASSWORDS.search(key):
        return _password(key, value, quoted=quoted)
    if " " in value.strip() and len(value) < 40:  # noqa: PLR2004 - prose
        return 0.0
    if _random(value):
        return SURE if len(value) >= 16 else LIKELY  # noqa: PLR2004
    if WORDS.fullmatch(value):
        return LIKELY if re.search(r"[A-Z_]{3}", key) and re.search(r"[a-z][A-Z]", value) else 0.0
    return MAYBE


def _password(key: str, value: str, *, quoted: bool) -> float:
    sentence = not quoted and "_" not in key and value.lower().rstrip(".") in SAID
    if " " in value.strip() or sentence:
        return 0.0
    if value.lower() in {"password", "passwort", "passwd", "pwd", "pass"}:
        return LIKELY if quoted and re.search(r"[A-Z]_|_[A-Z]|pass(?:word)?$", key) else 0.0
    if re.search(r"\d|[^\w\s]", value):
        return SURE if len(value) >= 6 else LIKELY  # noqa: PLR2004
    return LIKELY if quoted or key.isupper() or len(key) < 16 else MAYBE  # noqa: PLR2004


def _noise(value: str) -> bool:
    """Say whether a long value is drawn from all of the keyboard, blanks included."""
    marks = sum(not c.isalnum() and c != " " for c in value)
    return entropy(value) > 4.2 and (" " not in value or marks > len(value) // 6)  # noqa: PLR2004


def _random(value: str) -> bool:
    """Say whether a value looks drawn by chance: long enough, of mixed kinds, even."""
    if len(value) < 8 or " " in value[:8]:  # noqa: PLR2004
        return False
    digits = any(c.isdigit() for c in value)
    letters = any(c.isalpha() for c in value)
    if not (digits and letters) and not re.search(r"[!$%^&*+=?@#~|]", value):
        return False
    return entropy(value) > (2.8 if len(value) < 20 else 3.0)  # noqa: PLR2004
