import pytest

from scrubbing.engine.detectors import secrets
from scrubbing.engine.detectors.secret_files import FileAction, rule_for
from scrubbing.engine.detectors.secret_rules import judge
from scrubbing.engine.types import Role, Unit

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.fixture(scope="module")
def detector() -> secrets.Secrets:
    return secrets.build()


def found(
    detector: secrets.Secrets, text: str, role: Role = Role.BODY, context: str = ""
) -> set[str]:
    spans = detector.detect([Unit("u", text, role, context)])
    return {text[s.start : s.end] for s in spans if s.score >= 0.5}


SECRETS = {
    f"token {TOKEN} here": TOKEN,
    f"x = '{TOKEN}'  # gitleaks:allow": TOKEN,
    "api_key = 9f8e7d6c5b4a39281706f5e4d3c2b1a0  # pragma: allowlist secret": "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "DB_PASSWORD=hunter22!": "hunter22!",
    "DB_PASSWORD=secure": "secure",
    'password: "correct-horse-7"': "correct-horse-7",
    "postgres://app:s3cr3tpw@db.example.com/x": "s3cr3tpw",
    "define('AUTH_SALT', 'j@cGIZJfObpPU);AZgYH5,ubbSlUp|ZnLZNlq|;tkFe5xc(=_0[')": "j@cGIZJfObpPU);AZgYH5,ubbSlUp|ZnLZNlq|;tkFe5xc(=_0[",
    "root:$6$LnUhhUi45srUKt9i$4Hp6VRTOB2mxvsYH8mwsCf:17431:0": "$6$LnUhhUi45srUKt9i$4Hp6VRTOB2mxvsYH8mwsCf",
    "machine h login me password pass123": "pass123",
    "localhost:5432:db:root:pa55word": "pa55word",
    "Authorization: Bearer abcdef0123456789abcdef": "abcdef0123456789abcdef",
    "<Password>Qw3rty!</Password>": "Qw3rty!",
    "ALTER USER x IDENTIFIED BY 'tiger77'": "tiger77",
    "curl -u ann:s3cretive https://example.com": "s3cretive",
}
HARMLESS = (
    "password = get_password()", "password: ${DB_PASSWORD}", "token = next(tokens)", "def login(user, password):", "secret_key = os.environ['KEY']",
    "password=<your password>", 'label: "Password"', "The password must have 12 characters.", "sort key = name", "api_key: str | None = None",
    "tokenizer = load(name)", '"password": "changeme-please"', "passwordField = form.password", "Key findings: 12 of 30", "author = 'Ann'",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SECRETS.items())
def test_secrets_are_found_whatever_a_comment_says(
    detector: secrets.Secrets, text: str, expected: str
) -> None:
    assert expected in found(detector, text)


@pytest.mark.parametrize("text", HARMLESS)
def test_secrets_leave_programs_and_placeholders_alone(
    detector: secrets.Secrets, text: str
) -> None:
    assert found(detector, text, Role.CODE) == set()


def test_secrets_read_a_value_with_its_key(detector: secrets.Secrets) -> None:
    assert found(detector, "mongopass7", Role.BODY, "userPassword") == {"mongopass7"}
    assert found(detector, "mongopass7", Role.BODY, "collection") == set()


def test_a_key_over_many_units_is_found_in_each(detector: secrets.Secrets) -> None:
    lines = [
        "-----BEGIN PRIVATE KEY-----",
        "MIIEvQIBADANBgkqhkiG9w0B",
        "AQEFAASCBKcwggSjAgEAAoIB",
        "-----END PRIVATE KEY-----",
        "ordinary words",
    ]
    spans = detector.detect([Unit(str(i), line) for i, line in enumerate(lines)])
    assert {s.locator for s in spans} >= {"1", "2"}
    assert "4" not in {s.locator for s in spans}


def test_a_file_of_secrets_is_known_by_its_name(detector: secrets.Secrets) -> None:
    line = Unit("line:1", "open sesame-now")
    assert detector.detect([line]) == []
    assert {s.locator for s in detector.detect([Unit("name", ".netrc", Role.NAME), line])} == {
        "line:1"
    }


def test_values_without_keys_are_taken_in_a_file_of_secrets(detector: secrets.Secrets) -> None:
    values = ["q8Zr-77Lm-pp0W", "tulip harbor vexed anvil", "staging", "localhost", "443"]
    units = [Unit("name", "secrets.json", Role.NAME)]
    units += [Unit(f"j:{n}", value, context="alpha") for n, value in enumerate(values)]
    assert sorted(s.locator for s in detector.detect(units)) == ["j:0", "j:1"]
    assert rule_for("secrets.py") is None


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("home/.ssh/id_rsa", FileAction.DROP), ("site/prod.tfstate", FileAction.DROP), (".env.production", FileAction.VALUES),
        ("db/.pgpass", FileAction.VALUES), (".env.example", None), ("id_rsa.pub", None), ("report.docx", None),
    ],
)  # fmt: skip
def test_rule_for_names(name: str, action: FileAction | None) -> None:
    rule = rule_for(name)
    assert (rule.action if rule else None) == action


def test_a_name_that_begins_like_a_password_is_no_key() -> None:
    assert judge("Passalacqua", "references", quoted=False, code=False) == 0.0
    assert judge("Password", "references", quoted=False, code=False) > 0.0


def test_what_a_sentence_says_about_a_password_is_none(detector: secrets.Secrets) -> None:
    assert found(detector, "if the user password is not set", Role.BODY) == set()
    assert found(detector, "the user password is kolibri", Role.BODY) == {"kolibri"}
    assert (
        found(detector, "the password SHA-256 digest, and the password 2019 policy", Role.BODY)
        == set()
    )


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("her password !Amber77. It was", "!Amber77"),
        ("and the password R3boot!Now was seen", "R3boot!Now"),
        ("exposed: pat@example.com / W!nter2031.", "W!nter2031"),
    ],
)
def test_a_password_is_found_in_a_sentence(
    detector: secrets.Secrets, text: str, secret: str
) -> None:
    assert found(detector, text, Role.BODY) == {secret}
