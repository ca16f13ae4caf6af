"""Checksums of numbers that people and firms are known by."""

import re
from collections.abc import Sequence


def digits(text: str) -> list[int]:
    """Give the digits of a text."""
    return [int(c) for c in text if c.isascii() and c.isdigit()]


def luhn(text: str) -> bool:
    """Check the sum of cards, IMEI, Canadian SIN, Swedish and Greek numbers."""
    numbers = digits(text)[::-1]
    doubled = (sum(divmod(2 * n, 10)) for n in numbers[1::2])
    return len(numbers) > 1 and (sum(numbers[::2]) + sum(doubled)) % 10 == 0


def mod97(text: str) -> bool:
    """Check an IBAN (ISO 7064)."""
    plain = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    moved = plain[4:] + plain[:4]
    return len(plain) > 14 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1  # noqa: PLR2004 - Norway's 15


def weighted(text: str, weights: Sequence[int], modulus: int) -> int:
    """Give the weighted sum of the digits of a text, reduced."""
    return sum(w * n for w, n in zip(weights, digits(text), strict=False)) % modulus


def nhs(text: str) -> bool:
    """Check an English NHS number."""
    rest = 11 - weighted(text, range(10, 1, -1), 11)
    return len(digits(text)) == 10 and digits(text)[9] == rest % 11  # noqa: PLR2004


def pesel(text: str) -> bool:
    """Check a Polish PESEL: sum, month and day."""
    numbers = digits(text)
    if len(numbers) != 11 or not 1 <= numbers[2] % 2 * 10 + numbers[3] <= 12:  # noqa: PLR2004
        return False
    return (weighted(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3), 10) + numbers[10]) % 10 == 0


def nip(text: str) -> bool:
    """Check a Polish tax number."""
    numbers = digits(text)
    return len(numbers) == 10 and weighted(text, (6, 5, 7, 2, 3, 4, 5, 6, 7), 11) == numbers[9]  # noqa: PLR2004


def bsn(text: str) -> bool:
    """Check a Dutch BSN."""
    numbers = digits(text)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(numbers) == len(weights) and weighted(text, weights, 11) == 0 and any(numbers)


def portuguese(text: str) -> bool:
    """Check a Portuguese NIF."""
    numbers = digits(text)
    if len(numbers) != 9:  # noqa: PLR2004
        return False
    rest = weighted(text, range(9, 1, -1), 11)
    return numbers[8] == (0 if rest < 2 else 11 - rest)  # noqa: PLR2004


def spanish(text: str) -> bool:
    """Check a Spanish DNI or NIE by its letter."""
    plain = re.sub(r"[\s.-]", "", text).upper()
    number = plain[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdigit() and plain[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]


def french(text: str) -> bool:
    """Check a French NIR (with its two-digit key)."""
    plain = re.sub(r"[\s.-]", "", text).upper().replace("2A", "19").replace("2B", "18")
    return len(plain) == 15 and plain.isdigit() and 97 - int(plain[:13]) % 97 == int(plain[13:])  # noqa: PLR2004


def german(text: str) -> bool:
    """Check a German tax id (ISO 7064 mod 11, 10)."""
    numbers = digits(text)
    if len(numbers) != 11 or numbers[0] == 0:  # noqa: PLR2004
        return False
    product = 10
    for n in numbers[:10]:
        total = (n + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == numbers[10]


def belgian(text: str) -> bool:
    """Check a Belgian national number, for births before and after 2000."""
    plain = "".join(map(str, digits(text)))
    if len(plain) != 11:  # noqa: PLR2004
        return False
    return any(97 - int(century + plain[:9]) % 97 == int(plain[9:]) for century in ("", "2"))


def brazilian(text: str) -> bool:
    """Check a Brazilian CPF."""
    numbers = digits(text)
    if len(numbers) != 11 or len(set(numbers)) == 1:  # noqa: PLR2004
        return False
    first = weighted(text, range(10, 1, -1), 11)
    second = weighted(text, range(11, 1, -1), 11)
    return [(11 - r) % 11 % 10 for r in (first, second)] == numbers[9:]


def nino(text: str) -> bool:
    """Check the prefix of a British National Insurance number."""
    return re.sub(r"\s", "", text).upper()[:2] not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def ssn(text: str) -> bool:
    """Check the ranges of an American social security number."""
    plain = "".join(map(str, digits(text)))
    return (
        len(plain) == 9  # noqa: PLR2004
        and plain[:3] not in {"000", "666"}
        and plain[0] != "9"
        and plain[3:5] != "00"
        and plain[5:] != "0000"
        and plain not in {"123456789", "078051120"}
    )
