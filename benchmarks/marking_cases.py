"""Markings and what only looks like one: wordings by group, split before anything was tuned.

A wording of a group belongs to the tuning or to the held part by the hash of its text
alone, so that neither is chosen. Organisations and people are made up.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from scrubbing.engine.detectors.marking_rules import MarkingClass as M

FRAMES = ("header", "footer", "watermark", "master", "property")
PLACES = (*FRAMES, "body")

CLASS_OF: Mapping[str, M] = {
    "us": M.GOVERNMENT, "nato": M.GOVERNMENT, "eu": M.GOVERNMENT, "de": M.GOVERNMENT, "fr": M.GOVERNMENT, "uk": M.GOVERNMENT,
    "cui": M.CUI, "export": M.EXPORT_CONTROL, "privilege": M.PRIVILEGE, "tlp_red": M.TLP_RED, "tlp_amber": M.TLP_AMBER,
    "tlp_green": M.TLP_GREEN, "nda": M.NDA, "proprietary": M.PROPRIETARY, "internal": M.INTERNAL, "rights": M.ALL_RIGHTS_RESERVED,
    "unlicensed": M.UNLICENSED, "label": M.SENSITIVITY_LABEL,
}  # fmt: skip
"""The class that a wording of a group must be found as."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a group. ``places`` are where people put it; ``also`` classes it holds too.

    A near miss (``real`` is false) must be found as nothing that holds or rejects a file.
    """

    group: str
    text: str
    real: bool = True
    places: tuple[str, ...] = PLACES
    also: frozenset[M] = frozenset()

    @property
    def held(self) -> bool:
        """Whether it belongs to the held part: looked at only when tuning is over."""
        digest = hashlib.sha256(f"markings v1|{self.text}".encode()).digest()
        return digest[0] % 2 == 0


NOTICE = ("header", "footer", "property", "body")
BODY = ("body",)
TITLED = ("body", "header", "property")

BANNERS: Mapping[str, tuple[str, ...]] = {
    "us": (
        "TOP SECRET//SI//NOFORN", "SECRET//NOFORN", "SECRET//REL TO USA, FVEY", "CONFIDENTIAL//NOFORN", "TOP SECRET", "SECRET",
        "UNCLASSIFIED//FOUO", "FOR OFFICIAL USE ONLY", "TOP SECRET//HCS-P/SI-G/TK//ORCON/NOFORN", "UNCLASSIFIED//LES",
        "LAW ENFORCEMENT SENSITIVE", "SECRET//ORCON//20351231", "TS//SCI", "UNCLASSIFIED // FOR OFFICIAL USE ONLY",
    ),
    "nato": (
        "NATO SECRET", "NATO RESTRICTED", "NATO CONFIDENTIAL", "NATO UNCLASSIFIED", "COSMIC TOP SECRET", "NATO RESTRICTED - Releasable to PfP",
        "COSMIC TOP SECRET ATOMAL", "NATO SECRET // ATOMAL", "NATO UNCLASSIFIED RELEASABLE TO EU", "NATO DIFFUSION RESTREINTE", "OTAN SECRET",
        "NATO RESTRICTED / NATO DIFFUSION RESTREINTE",
    ),
    "eu": (
        "RESTREINT UE/EU RESTRICTED", "CONFIDENTIEL UE/EU CONFIDENTIAL", "SECRET UE/EU SECRET", "TRES SECRET UE/EU TOP SECRET", "EU RESTRICTED",
        "R-UE/EU-R", "RESTREINT UE", "EU CONFIDENTIAL", "S-UE/EU-S", "TRÈS SECRET UE / EU TOP SECRET", "EU SECRET - copy 3 of 5",
        "RESTREINT UE/EU RESTRICTED Releasable to Norway",
    ),
    "de": (
        "VS-NUR FÜR DEN DIENSTGEBRAUCH", "VS-NfD", "VS - NUR FÜR DEN DIENSTGEBRAUCH", "VS-VERTRAULICH", "GEHEIM", "STRENG GEHEIM",
        "VS – Nur für den Dienstgebrauch", "VS-VERTRAULICH – amtlich geheimgehalten", "GEHEIM - amtlich geheim gehalten", "VS-NUR FUER DEN DIENSTGEBRAUCH",
        "VS-GEHEIM", "Verschlusssache – Nur für den Dienstgebrauch",
    ),
    "fr": (
        "DIFFUSION RESTREINTE", "SECRET DÉFENSE", "TRÈS SECRET", "CONFIDENTIEL DÉFENSE", "SPÉCIAL FRANCE", "SECRET - SPÉCIAL FRANCE",
        "TRÈS SECRET DÉFENSE", "DIFFUSION RESTREINTE - SPECIAL FRANCE", "SECRET-DÉFENSE", "TRES SECRET", "CONFIDENTIEL-DEFENSE", "DIFFUSION RESTREINTE ADMINISTRATEUR",
    ),
    "uk": (
        "OFFICIAL-SENSITIVE", "OFFICIAL - SENSITIVE", "UK SECRET", "OFFICIAL-SENSITIVE COMMERCIAL", "UK TOP SECRET", "UK EYES ONLY",
        "OFFICIAL: Sensitive", "OFFICIAL-SENSITIVE PERSONAL", "UK OFFICIAL-SENSITIVE", "SECRET UK EYES ONLY",
    ),
    "cui": (
        "CUI", "CUI//SP-CTI", "CUI//SP-EXPT//NOFORN", "CONTROLLED//SP-PRVCY", "CONTROLLED UNCLASSIFIED INFORMATION", "CUI//NOFORN", "CUI//PROPIN/PRVCY",
        "CUI//SP-CTI//FEDCON", "CUI//SP-PROCURE//FED ONLY", "CUI//SP-LEI", "CONTROLLED", "CUI - Controlled Unclassified Information", "UNCLASSIFIED//CUI",
    ),
    "export": (
        "ITAR CONTROLLED", "EXPORT CONTROLLED", "ITAR RESTRICTED - NO FOREIGN NATIONALS", "EAR99", "ECCN 9E991", "DISTRIBUTION STATEMENT D", "ECCN: 5D002",
        "EXPORT CONTROLLED INFORMATION", "DISTRIBUTION STATEMENT F", "ITAR - 22 CFR 120-130", "USML Category XI(d)", "Export-Controlled Technical Data",
        "EAR CONTROLLED - 3E001",
    ),
    "privilege": (
        "ATTORNEY-CLIENT PRIVILEGED", "PRIVILEGED AND CONFIDENTIAL", "PRIVILEGED & CONFIDENTIAL", "ATTORNEY WORK PRODUCT", "ATTORNEY-CLIENT COMMUNICATION",
        "LEGALLY PRIVILEGED", "WITHOUT PREJUDICE", "WITHOUT PREJUDICE AND SUBJECT TO CONTRACT", "Privileged and Confidential - Attorney/Client Communication",
        "SUBJECT TO LEGAL PRIVILEGE", "SOLICITOR-CLIENT PRIVILEGE", "CONFIDENTIAL AND PRIVILEGED", "Attorney-Client Privileged Communication",
        "WITHOUT PREJUDICE SAVE AS TO COSTS", "LEGAL PROFESSIONAL PRIVILEGE", "Anwaltliche Korrespondenz - vertraulich",
    ),
    "tlp_red": (
        "TLP:RED", "TLP: RED", "TLP:RED - named recipients only", "*** TLP:RED ***", "[TLP:RED]", "Classification: TLP:RED", "TLP-RED", "Traffic Light Protocol: RED",
    ),
    "tlp_amber": (
        "TLP:AMBER", "TLP:AMBER+STRICT", "TLP: AMBER", "[TLP:AMBER]", "TLP:AMBER+STRICT - recipients' organisation only", "Sharing: TLP:AMBER", "TLP-AMBER",
        "Traffic Light Protocol: AMBER", "TLP AMBER",
    ),
    "tlp_green": (
        "TLP:GREEN", "TLP: GREEN", "[TLP:GREEN]", "TLP:GREEN - community only", "Handling: TLP:GREEN", "TLP-GREEN",
    ),
    "nda": (
        "UNDER NDA", "SUBJECT TO NDA", "NDA REQUIRED", "NDA", "Shared under NDA", "Confidential - under NDA", "Provided under NDA to Quillbrook Ltd", "NDA material",
        "Unterliegt der Geheimhaltungsvereinbarung", "SUBJECT TO NON-DISCLOSURE AGREEMENT", "Covered by NDA dated 12 March 2024", "COVERED BY NDA",
        "Disclosed under a Non-Disclosure Agreement", "NDA protected", "Soumis à un accord de confidentialité",
    ),
    "proprietary": (
        "CONFIDENTIAL", "STRICTLY CONFIDENTIAL", "Company Confidential", "Proprietary and Confidential", "Commercial in Confidence", "Norvale Confidential",
        "HIGHLY CONFIDENTIAL", "Streng vertraulich", "VERTRAULICH", "CONFIDENTIEL", "Confidential - Norvale Logistics GmbH", "Private & Confidential",
        "TRADE SECRET", "Confidential and proprietary information of Quillbrook Ltd", "CONFIDENCIAL", "RISERVATO", "COMMERCIAL-IN-CONFIDENCE",
        "Confidential | Page 3", "Betriebsgeheimnis", "Strictement confidentiel", "RESTRICTED", "Proprietary", "Client Confidential", "Vertrouwelijk",
        "Norvale Logistics Proprietary Information", "C O N F I D E N T I A L", "Confidential – do not copy", "BUSINESS CONFIDENTIAL",
    ),
    "internal": (
        "INTERNAL USE ONLY", "For internal use only", "Internal", "Nur für den internen Gebrauch", "Company Internal", "DO NOT DISTRIBUTE", "Not for distribution",
        "INTERNAL", "À usage interne", "Internal - Norvale staff", "NOT FOR EXTERNAL DISTRIBUTION", "Internal Only", "Uso interno", "Intern", "Do not forward",
        "DRAFT - NOT FOR CIRCULATION", "Do not share outside the company", "Usage interne uniquement", "Not for public release", "Voor intern gebruik",
        "Internal document", "For employees only", "Nur intern",
    ),
    "rights": (
        "All rights reserved", "© 2024 Norvale Logistics GmbH. All rights reserved.", "Alle Rechte vorbehalten", "Tous droits réservés", "ALL RIGHTS RESERVED",
        "Todos los derechos reservados", "Copyright 2023 Quillbrook Ltd - All rights reserved", "Tutti i diritti riservati",
    ),
}  # fmt: skip
"""Short lines as they stand in a header, over a page, on a master, in a property, on a line."""

NOTICES: Mapping[str, tuple[str, ...]] = {
    "us": (
        "Classified by: J. Doe, Deputy. Derived from: SCG 12-3. Declassify on: 20481231", "Classified By: 1234567\nReason: 1.4(c)",
        "(S//NF) The convoy leaves the harbour at dawn.", "(TS) The source confirmed the delivery.", "(U//FOUO) The guard changes at six.",
        "This document contains information classified SECRET under Executive Order 13526.",
    ),
    "nato": (
        "This document contains NATO SECRET information and is to be handled accordingly.", "(NR) The exercise moves to the northern range.",
    ),
    "eu": (
        "This annex contains EU classified information at the level RESTREINT UE/EU RESTRICTED.",
    ),
    "de": (
        "Dieses Dokument ist als VS-NUR FÜR DEN DIENSTGEBRAUCH eingestuft.", "Einstufung: VS-NfD", "Diese Unterlage ist amtlich geheim gehalten.",
    ),
    "fr": ("Ce document porte la mention DIFFUSION RESTREINTE.", "Mention de protection : SECRET DÉFENSE"),
    "uk": ("Handling instruction: OFFICIAL-SENSITIVE, do not forward outside the department.",),
    "cui": (
        "(CUI) The pump fails below forty metres.", "This document contains Controlled Unclassified Information (CUI) under 32 CFR 2002.",
        "Controlled by: Department of the Harbour\nCUI Category: CTI", "CUI Category: PRVCY\nDistribution/Dissemination Control: FEDCON",
        "Limited Dissemination Control: NOFORN",
    ),
    "export": (
        "WARNING - This document contains technical data whose export is restricted by the Arms Export Control Act (Title 22, U.S.C., Sec 2751).",
        "These items are controlled by the U.S. Government and authorized for export only to the country of ultimate destination.",
        "This drawing contains information subject to the International Traffic in Arms Regulations (ITAR).",
        "This technical data is subject to the Export Administration Regulations.",
        "The information herein is subject to the EAR and may not be exported without a licence.",
        "DISTRIBUTION STATEMENT B. Distribution authorized to U.S. Government agencies only.",
        "Information contained herein is controlled under ECCN 5E002.",
        "This file contains export-controlled technical data.",
        "Disclosure to foreign persons is prohibited under 22 CFR 120-130.",
    ),
    "privilege": (
        "This memorandum is protected by attorney-client privilege.", "This document was prepared in anticipation of litigation.",
        "Prepared at the request of counsel in anticipation of litigation.", "This e-mail is subject to legal professional privilege.",
        "This communication is privileged and confidential and intended for the addressee only.", "The contents of this letter are legally privileged.",
        "Ce document est couvert par le secret professionnel de l'avocat.", "Prepared at the direction of counsel; attorney work product.",
    ),
    "nda": (
        "This material is furnished under a non-disclosure agreement with Norvale Logistics GmbH.", "The information in this deck was provided under NDA.",
        "This specification is supplied subject to the terms of the non-disclosure agreement between the parties.",
        "Disclosure of this document is governed by the Mutual NDA between Norvale Logistics GmbH and Quillbrook Ltd.",
        "Recipients of this document are bound by a confidentiality agreement.", "These figures are covered by our NDA.",
        "Shared with you under the confidentiality agreement of 4 May 2023.", "Diese Unterlagen unterliegen einer Geheimhaltungsvereinbarung.",
    ),
    "proprietary": (
        "This document is confidential and intended solely for the use of Norvale Logistics GmbH.", "Unauthorized copying of this file, via any medium, is strictly prohibited.",
        "This document contains confidential and proprietary information of Quillbrook Ltd.", "The information contained herein is confidential and proprietary to Norvale Logistics GmbH.",
        "This presentation is strictly confidential.", "Dieses Dokument ist vertraulich zu behandeln.", "Ce document est strictement confidentiel.",
        "This software is the confidential and proprietary information of Quillbrook Ltd.", "This report contains trade secrets of Norvale Logistics GmbH.",
        "No part of this document may be disclosed to third parties without the written consent of Norvale Logistics GmbH.",
        "Any unauthorised use or disclosure of this document is prohibited.", "Este documento es confidencial.",
        "This e-mail and any attachments are confidential.", "Weitergabe sowie Vervielfältigung dieses Dokuments sind verboten.",
    ),
    "internal": (
        "This document is for internal use only and must not be passed on.", "For internal company use only.", "Please do not distribute this document outside the project team.",
        "This presentation is intended for internal use by Norvale employees.", "Dieses Dokument ist nur für den internen Gebrauch bestimmt.", "Document à usage interne.",
        "Internal use only - not to be shared with clients.", "Not to be disclosed outside Norvale.",
    ),
    "rights": ("Copyright (c) 2022 Norvale Logistics GmbH, all rights reserved.",),
}  # fmt: skip
"""Sentences that mark the file they stand in."""

CODE: Mapping[str, tuple[str, ...]] = {
    "unlicensed": (
        '{"name": "stock-sync", "license": "UNLICENSED", "private": true}', "// SPDX-License-Identifier: LicenseRef-Norvale-Proprietary",
        "# SPDX-License-Identifier: LicenseRef-Commercial", 'license = "Proprietary"', '"license": "SEE LICENSE IN EULA.txt"',
        'classifiers = ["License :: Other/Proprietary License"]', "# SPDX-License-Identifier: LicenseRef-Quillbrook-Internal", "license: proprietary", "UNLICENSED",
        "<license><name>Proprietary</name></license>",
    ),
    "proprietary": (
        "/* Unauthorized copying of this file is strictly prohibited. Proprietary and confidential. */", "# Copyright 2024 Norvale Logistics GmbH. Proprietary and confidential.",
        "// CONFIDENTIAL - Norvale Logistics GmbH", "<!-- Company confidential -->", "/* This source code is the property of Quillbrook Ltd and is confidential. */",
    ),
    "internal": ("# INTERNAL USE ONLY", "// For internal use only", "-- do not distribute", "/* Norvale internal use only */"),
    "nda": ("// Provided under NDA, see LEGAL.md", "# this header is furnished under NDA"),
    "export": ("// This source code is subject to the Export Administration Regulations", "# ECCN: 5D002"),
    "cui": ("# CUI//SP-CTI",),
    "tlp_amber": ("# TLP:AMBER",),
    "rights": ("// Copyright (c) 2021 Quillbrook Ltd. All rights reserved.",),
}  # fmt: skip
"""Lines of source code."""

LABELS: tuple[str, ...] = (
    "Confidential", "Internal", "Highly Confidential - All Employees", "Vertraulich", "General", "Restricted", "Project Heron", "Norvale Internal",
    "C3 - Sensitive", "Confidentiel", "Secret", "Business use",
)  # fmt: skip
"""Names of sensitivity labels; ``{enabled: false}`` and the public one are near misses."""

NEAR: Mapping[str, tuple[str, ...]] = {
    "us": (
        "The secret to good bread is time.", "Secret Santa 2024", "Top Secret Recipes", "She kept it secret for years.", "Victoria's Secret store fit-out",
        "client_secret: rotate every ninety days", "Unclassified animals at the zoo", "The file was classified by size and colour.", "Derived from: the 2019 survey",
        "Documents marked SECRET//NOFORN must be stored in a safe.", "How classification markings such as SECRET//NOFORN are read", "Secret sharing with Shamir's scheme",
        "Kubernetes Secret", "The class is declassified after ten years.", "Open Secret",
    ),
    "nato": (
        "The NATO alphabet begins with Alpha.", "NATO summit communiqué", "Restricted access for NATO visitors", "The term NATO SECRET denotes the second level.",
        "NATO Secretary General visits the port", "Confidential talks at NATO headquarters",
    ),
    "eu": (
        "EU Restricted Party Lists are public.", "EU secretariat meeting notes", "The European Union restricts imports of timber.", "UE restreinte au marché intérieur",
        "Confidential treatment under EU competition law", "The marking RESTREINT UE/EU RESTRICTED is explained in annex 2.",
    ),
    "de": (
        "Geheimnis des Erfolgs", "Das Geheimrezept unserer Großmutter", "Streng genommen ist die Frist abgelaufen.", "VS Code Einstellungen", "Geheimtipps für Hamburg",
        "Die Einstufung VS-NfD bedeutet, dass ein Dokument nur dienstlich genutzt wird.", "Bayern vs. Dortmund", "vertraulich behandelte Daten in der Personalabteilung",
    ),
    "fr": (
        "La diffusion restreinte du film a déçu le public.", "Le secret de la réussite", "Défense de fumer", "Ministère de la Défense, rapport annuel public", "Secrets de cuisine",
        "La mention SECRET DÉFENSE signifie un niveau de protection.",
    ),
    "uk": (
        "Official site of the town council", "Sensitive skin care guide", "The official line is sensitive to tone.", "UK secretary of state for transport", "Official sensitivity analysis",
    ),
    "cui": (
        "Controlled burn schedule", "Temperature controlled storage", "Randomised controlled trial", "The CUI registry is maintained by the archives.", "Cui bono?",
        "Controlled by: thermostat", "CUI is defined in 32 CFR 2002.", "Role-controlled access matrix", "The contractor shall mark CUI as required by the handbook.",
    ),
    "export": (
        "Export to CSV", "We hired an export manager.", "export const EAR = 99;", "The export of grain fell by four percent.", "Distribution statement of cash flows", "DISTRIBUTION STATEMENT A. Approved for public release: distribution unlimited.",
        "Ear protection must be worn.", "Export controls are discussed in chapter 5.", "ECCN stands for Export Control Classification Number.", "Warning: the export may take several minutes.",
        "The ITAR is a set of United States regulations.", "export-controlled by the build flag EXPORT_SYMBOLS",
    ),
    "privilege": (
        "It is a privilege to work with you.", "The settlement was offered without prejudice to later claims.", "Grant the SELECT privilege to the reader role.", "Least privilege principle",
        "Privileged access management", "Attorney at law: business card", "This clause is without prejudice to any other remedy.", "Legal advice column in the newspaper",
        "Attorney-client privilege is explained in lecture four.", "sudo gives elevated privileges", "Privileged users must change their password.", "Litigation risk is low.",
        "The licence is granted without prejudice to statutory rights.",
    ),
    "tlp_red": (
        "TLP:RED means that recipients may not share.", "TLP:CLEAR", "The levels are TLP:RED, TLP:AMBER, TLP:GREEN and TLP:CLEAR.", "Red alert dashboard", "TLP:WHITE", "When should TLP:RED be used?",
    ),
    "tlp_amber": (
        "Amber traffic light timing", "TLP:AMBER is used when information requires support to be acted upon.", "What TLP:AMBER means", "Amber Heath invoice", "TLP:AMBER+STRICT restricts sharing to the organization only.",
    ),
    "tlp_green": ("Green building plan", "TLP 2.0 replaced TLP:GREEN's old definition.", "TLP:GREEN means: recipients can share within their community."),
    "nda": (
        "Please sign the NDA before the visit.", "NDA template", "Non-Disclosure Agreement", "The parties entered into a non-disclosure agreement on 3 May.", "NDA policy for visitors", "We never sign an NDA at a first meeting.",
        "Chapter 4: Negotiating an NDA", "The candidate was asked whether an NDA exists.", "Agenda", "This project was not covered by an NDA.", "Panda enclosure plan",
    ),
    "proprietary": (
        "The parties shall keep all Confidential Information secret.", "Confidential Information means any data of the Client.", "Documents are marked CONFIDENTIAL when they hold prices.",
        "This e-mail is not confidential.", "Confidentiality", "7. Confidentiality and data protection", "We treat your data confidentially.", "Confidence intervals", "Our confidential helpline is open all night.",
        "The proprietary format was replaced by an open one.", "How to label documents as Confidential", "Restricted stock units", "Confidential computing with enclaves",
        "All information you give in this survey is confidential.", "Restricted diet: no nuts", "Proprietary software versus free software", "Your answers will remain strictly confidential.",
        "Trade secrets law: an introduction", "Data classification: public, internal, confidential, restricted", "Vertraulichkeit und Datenschutz", "Unauthorized access to the server room triggers an alarm.",
        "He spoke in a confidential tone.", 'Label the box "Confidential" and send it off.', "Non-confidential version", "Reserved seating", "Restricted area: hard hats required",
        "the quick confidential note he passed me was a joke",
    ),
    "internal": (
        "Internal audit report", "Please do not share your password.", "500 Internal Server Error", "internal server error", "Internal medicine ward round", "International sales", "The internal combustion engine",
        "For internal links use relative addresses.", "Internal controls over financial reporting", "Do not distribute the load evenly.", "Not for the faint-hearted", "This method is for internal use only by the parser.",
        "Interne Revision 2023", "Internal rate of return", "Do not share needles.", "Normal distribution", "Stage interne en entreprise", "Internal wall insulation", "Do not copy and paste the header row.",
        "Internal Revenue Service form", "The sealant is not for external use.",
    ),
    "rights": ("Human rights report", "The right to be heard is reserved to members.", "Rights of way"),
    "unlicensed": ("Unlicensed drivers are fined.", '"license": "MIT"', "SPDX-License-Identifier: Apache-2.0", "Proprietary licence terms are compared in table 2."),
}  # fmt: skip
"""Prose, titles and program text that share words with a marking and are none."""

LICENCES: tuple[str, ...] = (
    'Redistribution and use in source and binary forms, with or without modification, are permitted. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS". Copyright (c) 2020, Ada Example. All rights reserved.',
    'Permission is hereby granted, free of charge, to any person obtaining a copy of this software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND. Copyright (c) 2019 Ada Example',
    'Licensed under the Apache License, Version 2.0. You may not use this file except in compliance with the License. Grant of Patent License. "Contribution" shall mean any work, excluding communication that is conspicuously marked as "Not a Contribution".',
    "GNU GENERAL PUBLIC LICENSE. Everyone is permitted to copy and distribute verbatim copies of this license document. To protect your rights, we need to prevent others from denying you these rights or proprietary relicensing.",
    "This work is licensed under a Creative Commons Attribution 4.0 International License. All rights reserved where not granted.",
    'Mozilla Public License Version 2.0. "Secondary License" means either the GNU General Public License, Version 2.0. Unauthorized use of trademarks is prohibited.',
)  # fmt: skip
"""Texts of open licences: what they reserve is boilerplate."""

ALSO: Mapping[str, frozenset[M]] = {
    "us": frozenset({M.PROPRIETARY, M.CUI}), "uk": frozenset({M.PROPRIETARY, M.INTERNAL}), "nato": frozenset({M.PROPRIETARY}), "eu": frozenset({M.PROPRIETARY}),
    "de": frozenset({M.PROPRIETARY}), "fr": frozenset({M.PROPRIETARY}), "cui": frozenset({M.GOVERNMENT, M.EXPORT_CONTROL}), "export": frozenset({M.PROPRIETARY, M.INTERNAL}),
    "privilege": frozenset({M.PROPRIETARY}), "tlp_red": frozenset(), "tlp_amber": frozenset(), "tlp_green": frozenset(), "nda": frozenset({M.PROPRIETARY, M.INTERNAL}),
    "proprietary": frozenset({M.INTERNAL, M.ALL_RIGHTS_RESERVED}), "internal": frozenset({M.PROPRIETARY}), "rights": frozenset({M.PROPRIETARY}),
    "unlicensed": frozenset({M.PROPRIETARY, M.INTERNAL}), "label": frozenset(),
}  # fmt: skip
"""Classes that the words of a group may be found as besides their own."""


def wordings() -> list[Wording]:
    """Every wording once, near misses after the real ones."""
    made = [Wording(g, t, also=ALSO[g]) for g, texts in BANNERS.items() for t in texts]
    made += [
        Wording(g, t, places=NOTICE, also=ALSO[g]) for g, texts in NOTICES.items() for t in texts
    ]
    made += [Wording(g, t, places=("code",), also=ALSO[g]) for g, ts in CODE.items() for t in ts]
    made += [Wording("label", t, places=("label",)) for t in LABELS]
    made += [
        Wording(g, t, real=False, places=TITLED if len(t) < 60 else BODY)
        for g, texts in NEAR.items()
        for t in texts
    ]
    made += [Wording("proprietary", t, real=False, places=("licence",)) for t in LICENCES]
    made.append(Wording("label", "Public", real=False, places=("label",)))
    made.append(Wording("label", "Confidential", real=False, places=("label off",)))
    return made
