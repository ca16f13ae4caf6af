"""Files that hold secrets by what they are: said by their names, not their content."""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache


class FileAction(StrEnum):
    """What to do with such a file."""

    DROP = "drop"
    """It is nothing but a secret, or a dump: leave it out."""
    VALUES = "values"
    """It is settings: every value in it is taken for a secret."""


@dataclass(frozen=True, slots=True)
class FileRule:
    """A rule by name; ``pattern`` is matched in lower case against the base name or path."""

    name: str
    pattern: str
    action: FileAction


def _rules(name: str, action: FileAction, patterns: str) -> tuple[FileRule, ...]:
    return tuple(FileRule(name, pattern, action) for pattern in patterns.split())


_SETTINGS = " ".join(
    f"{stem}.{suffix}"
    for stem in ("secret", "secrets", "credential", "credentials", "creds", "password", "passwords")
    for suffix in ("json", "yml", "yaml", "toml", "ini", "cfg", "conf", "properties", "txt", "csv",
                   "xml", "env")
)  # fmt: skip
"""Not "secrets.py": programs have modules of that name."""

FILE_RULES: tuple[FileRule, ...] = (
    *_rules("private_key", FileAction.DROP, "id_rsa id_dsa id_ecdsa id_ed25519 *.ppk *.pem *.key *.p12 *.pfx *.jks *.keystore *.kdbx *.kdb *.asc *.gpg *.pkcs12 *.p8 *.ovpn"),
    *_rules("state", FileAction.DROP, "*.tfstate *.tfstate.* *.tfstate.backup terraform.tfvars *.auto.tfvars"),
    *_rules("dump", FileAction.DROP, "*.dump *.pgdump *dump.sql *backup.sql *.mdb *.sqlite *.sqlite3 key3.db key4.db logins.json cookies.sqlite *.har *.pcap *.pcapng *.hprof core.[0-9]*"),
    *_rules("credentials", FileAction.VALUES, ".netrc _netrc .pgpass pgpass.conf .git-credentials .htpasswd htpasswd .dockercfg .npmrc .pypirc .my.cnf .s3cfg .boto .esmtprc .msmtprc .mutt .fetchmailrc .credentials credentials .tugboat shadow passwd proftpdpasswd master.key .rhosts .ftpconfig .remote-sync.json sftp-config.json sftp.json kubeconfig .vault-token rails_master_key credentials.yml.enc .secrets recentservers.xml filezilla.xml sitemanager.xml webservers.xml robomongo.json dbeaver-data-sources.xml"),
    *_rules("credentials", FileAction.VALUES, _SETTINGS),
    *_rules("history", FileAction.DROP, ".bash_history .zsh_history .psql_history .mysql_history .python_history .node_repl_history .sh_history .lesshst .viminfo"),
    *_rules("environment", FileAction.VALUES, ".env .env.* *.env .envrc"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def rule_for(name: str) -> FileRule | None:
    """Give the rule for a file's name or path, or None for an ordinary file."""
    base = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].lower()
    if base.endswith((".example", ".sample", ".template", ".dist", ".pub")):
        return None
    return next((rule for rule in FILE_RULES if fnmatchcase(base, rule.pattern)), None)
