"""Text in which nobody is named: headings, prose, code and documentation.

A recogniser that has only seen names finds them everywhere. Code and documentation come
from the Python standard library of the machine (PSF licence), without lines that may hold
a name; headings and prose are put together from pieces of ours.
"""

import ast
import random
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

CODE_MODULES = (
    "argparse ast asyncore bisect calendar cmd codecs collections configparser contextlib copy csv dataclasses "
    "decimal difflib dis enum filecmp fileinput fnmatch fractions ftplib functools getopt gettext glob gzip "
    "hashlib heapq hmac html http imaplib importlib inspect io ipaddress json keyword linecache locale logging"
).split()
"""Modules whose names begin with a to l; the benchmark measures on later ones."""
MAY_NAME = re.compile(
    r"author|copyright|written|contribut|thank|maintain|credit|©|\(c\)|@\w+\.|http|original|invent|algorithm|Knuth|Guido|Mr\b|"
    r"bug|patch|based on|by [A-Z]",
    re.IGNORECASE,
)

ADJECTIVES = (
    "Key Annual Strategic Financial Technical Internal External Preliminary Final Detailed Executive Quarterly Operational "
    "Legal Regional Global Initial Revised Monthly Digital Market Customer Clinical Environmental Commercial General Proposed "
    "Current Future Sustainable Human Public Private Summary Additional Related Special Green Grand Royal Golden Central"
).split()
NOUNS = (
    "Findings Recommendations Overview Summary Results Budget Forecast Objectives Deliverables Assumptions Risks Timeline "
    "Methodology Scope Requirements Analysis Appendix Conclusion Introduction Background Strategy Roadmap Performance Metrics "
    "Governance Compliance Architecture Infrastructure Resources Procurement Acceptance Criteria Milestones Stakeholders "
    "Responsibilities Payment Terms Warranty Liability Termination Definitions Confidentiality Insurance Notices Marketing "
    "Plan Campaign Audience Channels Design Research Interview Guide Survey Questions Training Materials Safety Procedures "
    "Quality Control Checklist Template Report Review Audit Agenda Minutes Actions Decisions Dependencies Glossary Contents "
    "References Acknowledgements Index Bridge Hill Park Field Stone Price Grant Bill Rose Chance Hope Grace Faith Will Mark Frank"
).split()
PROSE = (
    "The quarterly budget was reviewed and three line items were moved to the next phase.",
    "Total cost per unit fell by 12% after the change of packaging.",
    "Section 4.2 describes the acceptance criteria for the data pipeline.",
    "See Table 3 for the summary of the risk assessment and mitigations.",
    "Next steps: finalise the wireframes, update the style guide and ship the release candidate.",
    "The contractor shall keep all Confidential Information secret and shall not disclose it to any third party.",
    "Version 2.1.0 fixes a crash when the input file is empty.",
    "Assumptions: growth 4%, discount rate 9%, horizon five years.",
    "Thank you for your feedback, we will include it in the final version.",
    "Terms and Conditions apply. Please read carefully before signing.",
    "Project Manager responsibilities include planning, budgeting and reporting.",
    "Python, Java, Kubernetes, Excel and Power BI",
    "The Borrower shall repay the Loan together with accrued interest on the Maturity Date.",
    "The Client may terminate this Agreement by giving thirty days' written notice to the Supplier.",
    "The Chief Executive Officer and the Head of Procurement must both approve the order.",
    "Our hypothesis is that churn is driven by price; may we test this in the next sprint?",
    "I will mark the open points and bill the remaining hours on Friday's sheet.",
    "Frank feedback from the field helps; a grant may cover part of the cost.",
    "The rose garden and the stone bridge were drawn in one afternoon.",
    "Users can filter the dashboard by region, product and quarter.",
    "The patient was alert and oriented; blood pressure 120 over 80; no known allergies.",
    "Admission criteria were met and consent was obtained from the next of kin.",
    "Revenue grew faster than costs, which improved the margin by two points.",
    "Use Word, PowerPoint or Google Docs and export the file as PDF.",
    "Install the package with pip, then run the tests with pytest.",
    "The API returns JSON over HTTPS and needs a token in the Authorization header.",
    "Deploy with Docker Compose or Helm; PostgreSQL and Redis must be running.",
    "Open Chrome, go to Settings, choose Privacy and clear the cache.",
    "Jenkins builds every branch, Jira tracks the issues and Slack gets the alerts.",
    "We compare Random Forest, XGBoost and a Poisson regression with a Gaussian prior.",
    "Apply a Fourier transform, then the Kalman filter and Bayes' theorem.",
    "Send the form to the Human Resources department before the end of the month.",
    "The Board of Directors resolved to approve the annual accounts.",
    "Turn left at the light, then continue straight until the end of the road.",
    "Header, Footer, Navigation, Hero Image, Call to Action",
    "Die Vertragsparteien vereinbaren Stillschweigen über alle Geschäftsgeheimnisse.",
    "Der Auftragnehmer haftet nicht für leichte Fahrlässigkeit. Es gilt deutsches Recht.",
    "Zusammenfassung der wichtigsten Ergebnisse und Empfehlungen",
    "Le prestataire s'engage à livrer les travaux dans les délais convenus.",
    "Résumé des résultats et recommandations principales",
    "El proveedor entregará los trabajos en el plazo acordado por las partes.",
    "Resumen ejecutivo, objetivos, alcance y presupuesto",
    "Il fornitore consegna il lavoro entro i termini concordati tra le parti.",
    "Sintesi dei risultati, obiettivi e raccomandazioni",
    "De opdrachtnemer levert het werk binnen de afgesproken termijn.",
    "Samenvatting, doelstellingen, planning en begroting",
    "Wykonawca zobowiązuje się do wykonania prac w terminie.",
    "Podsumowanie wyników, cele, zakres i harmonogram",
    "O prestador entrega os trabalhos no prazo acordado.",
    "Resumo executivo, objetivos, âmbito e orçamento",
    "Name | Department | Role | Start | Status",
    "First name, Surname, Address, City, Phone, E-mail",
    "id,name,company,amount,currency,status,created_at",
    "Dear Sir or Madam,",
    "Kind regards",
    "Hi all, please find the updated deck attached. Best regards",
    "Dear team, the meeting is moved. Thanks and regards",
    "1. Introduction 2. Method 3. Results 4. Discussion",
    "Signature: ____________  Date: ____________",
    "Approved by: ____________",
    "Name: ______________________",
    "ERROR 2 worker crashed with exit code 137, restarting container",
    "WARN connection pool exhausted, retrying in 500 ms",
    "INFO request GET /api/orders 200 in 35 ms",
    "SELECT id, amount FROM orders WHERE status = 'open' ORDER BY amount DESC;",
    "npm install && npm run build",
    "const total = items.reduce((sum, item) => sum + item.price, 0);",
    "public static void main(String[] args) { System.out.println(total); }",
    "for (int i = 0; i < rows.size(); i++) { process(rows.get(i)); }",
    'resource "aws_instance" "web" { instance_type = "t3.micro" }',
    "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression",
)
CONNECT = (" and ", " of ", " for ", " & ", ": ", " - ", ", ")


def heading(chance: random.Random) -> str:
    """Put a heading together."""
    words = chance.choice(ADJECTIVES) + " " + chance.choice(NOUNS)
    if chance.random() < 0.5:
        words += chance.choice(CONNECT) + chance.choice(NOUNS)
    if chance.random() < 0.3:
        words = (
            chance.choice(
                (
                    "1. ",
                    "2.3 ",
                    "Chapter 4: ",
                    "Appendix B - ",
                    "Slide 12: ",
                    "## ",
                    "# ",
                    "Part II: ",
                )
            )
            + words
        )
    return chance.choice((words, words, words.upper(), words.lower(), words.capitalize()))


def library(chance: random.Random, length: int = 700) -> Iterator[str]:
    """Give pieces of code and documentation of the standard library, shuffled."""
    pieces = [*_code(length), *_topics(length)]
    chance.shuffle(pieces)
    yield from pieces


def _code(length: int) -> Iterator[str]:
    root = Path(sysconfig.get_paths()["stdlib"])
    for name in CODE_MODULES:
        for path in sorted([root / f"{name}.py", *(root / name).glob("*.py")]):
            if path.is_file():
                yield from _pieces(path.read_text(encoding="utf-8", errors="ignore"), length)


def _topics(length: int) -> Iterator[str]:
    """Give Python's own help pages on topics a to l."""
    path = Path(sysconfig.get_paths()["stdlib"]) / "pydoc_data" / "topics.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    table = next(node.value for node in tree.body if isinstance(node, ast.Assign))
    for name, text in ast.literal_eval(table).items():
        if name < "m":
            yield from _pieces(text, length)


def _pieces(text: str, length: int) -> Iterator[str]:
    lines = [line for line in text.split("\n") if not MAY_NAME.search(line)]
    piece: list[str] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line) + 1
        if size > length:
            yield "\n".join(piece)
            piece, size = [], 0


def identifiers(chance: random.Random) -> str:
    """Put a line of code together from common words, in the ways code writes them."""
    words = [chance.choice(NOUNS + ADJECTIVES).lower() for _ in range(3)]
    snake, camel = "_".join(words), words[0] + "".join(w.title() for w in words[1:])
    return chance.choice((
        f"{snake} = get_{words[0]}({camel})", f"class {''.join(w.title() for w in words)}:", f"return self.{snake}",
        f"if {camel} is None:", f"{words[0]}.{words[1]}({words[2]}={chance.randint(0, 99)})", f"{snake}.py", f"/{'/'.join(words)}",
        f"--{'-'.join(words)}", f"from {words[0]}.{words[1]} import {''.join(w.title() for w in words[1:])}",
        f"const {camel} = await {words[1]}.{words[2]}();", f'<{words[0]} class="{words[1]}-{words[2]}">', snake.upper(),
    ))  # fmt: skip


if __name__ == "__main__":
    print(sum(len(piece) for piece in library(random.Random(0))), "characters", file=sys.stdout)
