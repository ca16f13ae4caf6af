import pytest

from scrubbing.engine.detectors.marking_rules import MarkingClass
from scrubbing.engine.detectors.markings import find_markings
from scrubbing.engine.types import Place, Role, Unit

MARKED = {
    "SECRET//NOFORN": MarkingClass.GOVERNMENT,
    "CONFIDENTIAL//ORCON/PROPIN": MarkingClass.GOVERNMENT,
    "SECRET NOFORN": MarkingClass.GOVERNMENT,
    "SECRET (when filled in)".upper(): MarkingClass.GOVERNMENT,
    "TS//SI//NF": MarkingClass.GOVERNMENT,
    "S//REL TO USA, FVEY": MarkingClass.GOVERNMENT,
    "C//NF": MarkingClass.GOVERNMENT,
    "Confidential//Noforn": MarkingClass.GOVERNMENT,
    "No foreign dissem": MarkingClass.GOVERNMENT,
    "T O P  S E C R E T": MarkingClass.GOVERNMENT,
    "Classification: SECRET": MarkingClass.GOVERNMENT,
    "NOT RELEASABLE TO FOREIGN NATIONALS": MarkingClass.GOVERNMENT,
    "HANDLE VIA COMINT CHANNELS ONLY": MarkingClass.GOVERNMENT,
    "For official use only": MarkingClass.GOVERNMENT,
    "Derived from: Multiple Sources": MarkingClass.GOVERNMENT,
    "(S/NF) The source confirmed it.": MarkingClass.GOVERNMENT,
    "This material contains Restricted Data as defined by the Atomic Energy Act": (
        MarkingClass.GOVERNMENT
    ),
    "NATO RESTRICTED": MarkingClass.GOVERNMENT,
    "RESTREINT UE/EU RESTRICTED": MarkingClass.GOVERNMENT,
    "VS-NUR FÜR DEN DIENSTGEBRAUCH": MarkingClass.GOVERNMENT,
    "OFFICIAL-SENSITIVE": MarkingClass.GOVERNMENT,
    "DIFFUSION RESTREINTE": MarkingClass.GOVERNMENT,
    "CUI//SP-CTI": MarkingClass.CUI,
    "(CUI) The pump fails at depth.": MarkingClass.CUI,
    "Subject to the International Traffic in Arms Regulations": MarkingClass.EXPORT_CONTROL,
    "DISTRIBUTION STATEMENT C. Authorized to agencies only": MarkingClass.EXPORT_CONTROL,
    "Privileged and confidential": MarkingClass.PRIVILEGE,
    "ATTORNEY WORK PRODUCT": MarkingClass.PRIVILEGE,
    "TLP:RED": MarkingClass.TLP_RED,
    "TLP:AMBER+STRICT": MarkingClass.TLP_AMBER,
    "TLP:GREEN": MarkingClass.TLP_GREEN,
    "furnished under NDA": MarkingClass.NDA,
    "CONFIDENTIAL": MarkingClass.PROPRIETARY,
    "C O N F I D E N T I A L": MarkingClass.PROPRIETARY,
    "Strictly confidential - Acme Ltd": MarkingClass.PROPRIETARY,
    "Streng vertraulich": MarkingClass.PROPRIETARY,
    "For internal use only": MarkingClass.INTERNAL,
    "Nur für den internen Gebrauch": MarkingClass.INTERNAL,
    "© 2024 Acme. All rights reserved.": MarkingClass.ALL_RIGHTS_RESERVED,
    '"license": "UNLICENSED"': MarkingClass.UNLICENSED,
}
NEAR_MISSES = (
    "The parties shall keep all Confidential Information secret.", "Confidential Information means any data of the Client.",
    "Documents are marked CONFIDENTIAL when they hold prices.", "This e-mail is not confidential.", "The SECRET to good bread is time.",
    "TLP:RED means recipients may not share.", "Internal audit report", "Please do not share your password.", "We hired an export manager.",
    "The settlement was offered without prejudice to later claims.", "She kept it secret for years.", "Unclassified animals at the zoo",
    "https://s//a", "c // nothing follows", "Active TS/SCI clearance", "SECRET: hunter2", "Classifier: random forest", "Downgrade to: 1.2", "CLASSIFIED", "UNCLASSIFIED", "A B C of baking", "Reason: 1.4(c)",
    "Derived from: the survey of 2019", "The form is for office use only.",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MARKED.items())
def test_markings_are_found_with_their_class(text: str, expected: MarkingClass) -> None:
    assert [m.cls for m in find_markings([Unit("u", text)])] == [expected]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_markings_pass_over_prose_about_them(text: str) -> None:
    assert find_markings([Unit("u", text)]) == ()


@pytest.mark.parametrize(
    "role", [Role.HEADER, Role.FOOTER, Role.WATERMARK, Role.MASTER, Role.PROPERTY]
)
def test_markings_weigh_more_in_a_frame(role: Role) -> None:
    place = Place(page=2)
    (marking,) = find_markings([Unit("u", "CONFIDENTIAL", role, place=place)])
    (plain,) = find_markings([Unit("u", "CONFIDENTIAL")])
    assert (marking.place, marking.start, marking.end) == (place, 0, 12)
    assert marking.weight > plain.weight


def test_markings_of_an_open_licence_are_boilerplate() -> None:
    notice = Unit("1", "Copyright 2020 Ann. All rights reserved.")
    terms = Unit(
        "2", "Redistribution and use in source and binary forms, with or without modification"
    )
    assert [m.cls for m in find_markings([notice])] == [MarkingClass.ALL_RIGHTS_RESERVED]
    assert find_markings([notice, terms]) == ()


def test_markings_of_a_handbook_on_tlp_are_not_its_own() -> None:
    levels = [
        Unit(str(i), f"TLP:{name} - for your eyes")
        for i, name in enumerate(("RED", "AMBER", "GREEN", "CLEAR"))
    ]
    assert find_markings(levels) == ()
    header = Unit("h", "TLP:AMBER", Role.HEADER)
    assert [m.locator for m in find_markings([header, *levels])] == ["h"]
