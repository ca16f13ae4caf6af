"""Words that surrogates are made of: plain, ASCII, and of no particular person or firm."""

GIVEN = (
    "Ada Alma Amos Anton Arlo Astrid Bela Bruno Cara Casper Celia Clara Cora Dario Della Dina "
    "Edda Edgar Elio Elsa Emil Enid Enzo Erik Esra Etta Fay Felix Fiona Flora Gemma Gideon Greta "
    "Hana Hector Helga Hugo Ida Igor Ines Ingrid Iris Ivo Jana Jasper Jonas Juno Kai Kira Klara "
    "Lara Lars Lena Leo Lina Livia Lotte Luca Lydia Maja Malik Marlo Mira Milo Nadia Nico Nina "
    "Noel Nora Odette Olga Orla Oscar Otis Otto Petra Pia Quinn Rafael Ravi Rhea Rita Rolf Ronja "
    "Rufus Sami Selma Silas Sonja Stella Sven Tamsin Tara Theo Tilda Tobin Uma Vera Viggo Viola "
    "Wanda Willa Xenia Yara Yves Zara Zeno"
).split()

FAMILY_HEADS = (
    "Alder Ambler Barr Birch Brack Bram Calder Carrow Crane Dal Darn Dray Eller Fal Fenn Gar "
    "Gran Hal Harrow Hart Hazel Holl Kell Kings Lark Lind Mar Mell Nor Oster Pell Quarr Rad "
    "Raven Sel Skel Sorr Thorn Tor Under Vander Wald Wend Whit Win Wren Yar"
).split()
FAMILY_TAILS = "bank berg brand den gate holm hurst ing lund man more ow ridge sen son wick".split()

ORGANISATION_HEADS = (
    "Alto Arbo Bri Cala Ceno Corvi Dova Ela Fara Gali Halo Ivo Juno Kelo Lumi Mara Navo Nori "
    "Ovi Peri Quori Ravo Sola Tavo Tera Ulo Vela Viro Wexo Xeno Yaro Zeri"
).split()
ORGANISATION_TAILS = (
    "bex cade dane dex fane gen lane lex line lith mark mere nex nova nyx phor quay ric sol "
    "spire tane tex tron vale vance vex wyn zen"
).split()

PLACE_HEADS = (
    "Amber Ash Barrow Black Bright Clay Cold Deer Dun East Elm Ever Fair Fern Glen Gold Gray "
    "Green Heather High Iron Kirk Lake Long Maple Mill Moor Nether New North Oak Old Otter Pine "
    "Red Rook Rose Salt Silver South Stone Sunder Swan Thistle Upper West White Willow Wolf"
).split()
PLACE_TAILS = (
    "bourne bridge brook burn bury cliff combe cross dale den fell field ford gate grove ham "
    "haven head hill holt leigh mead mouth pool port shaw stead stoke thwaite ton vale wood worth"
).split()

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir madam dame lord lady herr frau monsieur madame m mme "
    "mlle sr sra srta don dona signor signora pan pani jr ii iii iv phd md esq von van de der den "
    "del della di da dos das du la le el al bin ibn ter ten zu zur".split()
)
"""Words in a person's name that identify no one and stay as they are."""

LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh ag kg ohg ug se "
    "sa sas sarl srl spa bv nv ab as asa oy aps sp zoo pte pty kk group holding holdings "
    "international the and of for".split()
)
"""Words in an organisation's name that stay as they are."""

ROLE_MAILBOXES = frozenset(
    "abuse accounts admin billing careers contact customerservice enquiries finance hello help "
    "helpdesk hostmaster hr info invoices it jobs legal mail marketing media news newsletter "
    "no-reply noreply donotreply office orders postmaster press privacy reception sales security "
    "service support team webmaster".split()
)
SERVICE_LABELS = frozenset(
    "www www2 mail smtp imap pop mx ns ns1 ns2 ftp sftp api app apps dev test staging stage prod "
    "qa uat git gitlab jira wiki docs vpn intranet portal static cdn img assets blog shop login "
    "auth sso db ldap proxy gateway gw web m".split()
)
SECOND_LEVEL = frozenset("ac co com edu gov net or org ne go".split())
"""Labels under which a country lets people register, as in co.uk."""


def compose(heads: list[str], tails: list[str], index: int) -> str:
    """The ``index``-th word of all combinations, and beyond them words of three parts."""
    first, rest = index % len(heads), index // len(heads)
    second, third = rest % len(tails), rest // len(tails)
    word = heads[first] + tails[second]
    return word if third == 0 else word + compose(heads, tails, third - 1).lower()
