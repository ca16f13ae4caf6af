"""Names for the sets of our own. None of the surnames is on a list of the training generator
(a test compares them), and the lists are written by hand, not drawn from a locale."""

FIRST: dict[str, tuple[str, ...]] = {
    "en": ("Winifred", "Barnaby", "Philippa", "Desmond", "Rosalind", "Clement", "Harriet", "Ambrose"),
    "de": ("Friederike", "Lothar", "Annegret", "Hartmut", "Mechthild", "Detlef", "Roswitha", "Eckhard"),
    "fr": ("Ghislaine", "Thibault", "Solène", "Gaspard", "Bérénice", "Loïc", "Maëlys", "Corentin"),
    "es": ("Remedios", "Anselmo", "Macarena", "Leandro", "Inmaculada", "Fermín", "Visitación", "Eusebio"),
    "it": ("Ludovica", "Ermanno", "Donatella", "Gaspare", "Fiammetta", "Ottavio", "Ginevra", "Saverio"),
    "nl": ("Liesbeth", "Gijsbert", "Marjolein", "Wouter", "Annelies", "Diederik", "Hanneke", "Sjoerd"),
    "pl": ("Bogumiła", "Zdzisław", "Grażyna", "Mieczysław", "Jadwiga", "Ryszard", "Wiesława", "Zbigniew"),
    "pt": ("Conceição", "Baltazar", "Graciete", "Zeferino", "Deolinda", "Amílcar", "Felismina", "Belmiro"),
}
LAST: dict[str, tuple[str, ...]] = {
    "en": ("Thistlewood", "Ravensdale", "Wetherington", "Applegarth", "Quarrington", "Featherstonhaugh", "Blenkinsop", "Oglethorpe", "Tattershall", "Winterbourne", "Cholmondeley", "Hollingberry", "Micklethwait", "Satterthwaite", "Pennyfeather", "Entwhistle"),
    "de": ("Wiesengrund", "Hohenstätter", "Knabenreich", "Birkenfelder", "Schwarzwälder", "Mühlhäusler", "Tannhäuser", "Grünspecht", "Kaltenbrunn", "Oberdorfer", "Rosskopf", "Sauerwein", "Steinbrecher", "Vogelgesang", "Zinnkann", "Ehrenpreis"),
    "fr": ("Beauchesne", "Chantereau", "Delafontaine", "Grandmaison", "Hautecoeur", "Jolivet", "Larivoire", "Montcharmont", "Pellissard", "Quintrand", "Rochebrune", "Sauvageot", "Trémoulet", "Vauquelin", "Bellerose", "Courtecuisse"),
    "es": ("Albarracín", "Bustamantez", "Cienfuegos", "Escarabajal", "Fuensanta", "Goyeneche", "Huidobro", "Ituarte", "Jaramago", "Lizarraga", "Mendizabala", "Olazábal", "Peñafuerte", "Recalde", "Salvatierra", "Urdangarín"),
    "it": ("Acquaviva", "Buonocore", "Castelvecchio", "Dellacasa", "Fioravante", "Gambacorta", "Iacovella", "Lanzafame", "Malaspina", "Passalibera", "Quattrocchi", "Roccaforte", "Squarcialupi", "Tagliaferro", "Vinciguerra", "Zampaglione"),
    "nl": ("Achterberg", "Boonstoppel", "Duyvendak", "Eikelboom", "Goedmakers", "Haverkort", "Kikkert", "Lammertink", "Middelveldt", "Nieuwenhuis", "Oudekerk", "Poelgeest", "Roodzant", "Spaargaren", "Vreugdenhil", "Wassenaar"),
    "pl": ("Brzęczyszczyk", "Cieślikowiak", "Drogomirecki", "Gwiazdoń", "Jaworzyński", "Krasnodębski", "Lubomęski", "Mroczkowiak", "Niedźwiadek", "Okrzesik", "Pstrągowski", "Rzepczyński", "Skrzypkowiak", "Trzebiatowski", "Wróblewicz", "Żmijan"),
    "pt": ("Albuquerquino", "Bettencourt", "Carvalhais", "Falcoeira", "Gouveinha", "Lobatinho", "Mascarenhas", "Noronha", "Penalva", "Quintanilha", "Rebordão", "Sarmento", "Távora", "Vascogoes", "Ximenes", "Zagalo"),
}
FOREIGN: tuple[tuple[str, str], ...] = (
    ("Ikechukwu", "Nwachukwuemeka"), ("Thuy", "Dangquang"), ("Rajalakshmi", "Venkataraghavan"), ("Bereket", "Woldemichael"),
    ("Yevhenii", "Pidhirnyi"), ("Siobhán", "Ó hUiginnleath"), ("Jun-ho", "Namgoong"), ("Parisa", "Golshiri"), ("Tariq", "Al-Bayati"),
    ("Miloš", "Hrdlovský"), ("Saoirse", "MacGillivray"), ("Nokuthula", "Mkhwanazi"), ("Ayşegül", "Karabulutlu"), ("Torbjörn", "Ekenstierna"),
)  # fmt: skip
FIRMS: tuple[str, ...] = (
    "Marlowe & Finch LLP", "Ostrava Glassworks", "Brightwater Hydraulics", "Kestrel Payments", "Nordhaven Shipping", "Pellucid Optics Ltd",
    "Greywacke Minerals", "Tamarind Foods", "Hallmark Quarries", "Zephyrine Avionics", "Corvid Analytics GmbH", "Lindenhof Pflegeheim",
    "Meridiano Seguros", "Atelier Boréal", "Vistula Tramways", "Douro Textil",
)  # fmt: skip
TOWNS: tuple[str, ...] = (
    "Ludlow", "Tewkesbury", "Quedlinburg", "Carcassonne", "Albarracín", "Orvieto", "Zutphen", "Sandomierz", "Óbidos", "Duluth", "Ballarat",
)  # fmt: skip
