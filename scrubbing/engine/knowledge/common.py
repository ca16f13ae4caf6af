"""Words that are names and also ordinary words: found once, not looked for everywhere."""

AMBIGUOUS = frozenset(
    """
    able account act active actor add admin administrator adobe age agent agency ai air all alpha amber an
    and angel any apache api apple apr april arch area art as ash at august aug author autumn baker
    bank bar base bay bear best beta bill bishop black blue board body book boy bradford branch
    brand brave bread bridge bright brook brown buck bush business butler by can cap card care
    carpenter case cash chance change charity chart chase chief child china christian christmas
    church city class clay clerk client cliff close cloud coach code coin cole college color colour
    columbia com common community company contact contract control cook cooper copper copy corn corp cost
    council count country county court cross crown crystal customer dale data date dawn day dean
    dear dec december default delta department design dev dick director district do doc docs
    dot down drew drive duke dutch dynamic earl east easter easy edge edit editor email end
    energy england english error even evening event ever example excel express fair faith fall
    family farmer father feb february fields file finance fine firm first fish fisher flora florence
    flower flowers focus force ford forest form foster found fox frank free french friday friend
    full fund game garden gay gene general german germany get girl git given glass global go gold good
    google grace grand grant gray great green greek grey ground group guest guy hall ham hand
    harbor harbour hardy harmony harvest have hazel head health heart heather help her high hill hills
    him his history holly home hope host house how human hunt hunter id if in inc india info
    instagram institute internal internet iris iron is island it italian italy ivy jack jan january
    japan jasmine java jay jean jet job john joy jul july jun june junior just justice justin key
    king kitty knight lake lance land lane language large last law lead league lee legal level library life
    light lily linux list little local london long lord lot love low luck mac mail main major man
    manager many maple mar march mark market markets marks marsh martin mason master matt may mayor me
    media medical mercy merry micro microsoft middle miles mill miller mine minister miss mobile model
    monday money moon moore more morning moss most mother mountain mouse my name national nature
    new news nick nickel night noble north note notes nov november null object oct october off office
    olive on one only open or oracle orange order our out owner page pages palm paper paris park parker part
    pat patience patient patrick paul pearl peer penny pepper perl person peter phone pike pilot
    pine pink place plan plant point police poor pope port post potter power price pride prime
    prince principal print private product professor program project prosper public python quality queen
    quick rain ran range ray reader real red reed reference rice rich right river rob robin rock
    rod role roman room root rose round row royal ruby run russian rust ruth safe sage sales sally sand
    sandy saturday school science scott sea sean section secret security see senior sep sept september
    sergeant server service set sharp shepherd short silver singer site sky small smith snow so
    social son south spanish spring square stack staff star state states steel sterling stone story
    street strong student subject sue summer sun sunday sunny super support swift system table
    tag tailor tanner target task taylor team tech teddy temple term test text the thursday time title to
    today tom total tower town trade tree trial trust tuesday turner tv type unique union united
    unit university unknown up us use user valley value various victory violet virginia vista wade
    walker wall ward water way wayne weaver web wednesday week west white who wild will wills win
    windows winter wise with wolf wood woods word work world wright year yes york you young zip
    """.split()
)

SAYS_NOBODY = frozenset(
    """
    administrator admin author user users owner root unknown none null default anonymous guest system
    microsoft microsoftoffice microsoftofficeuser microsoftcorporation officeuser openxmlsdk apachepoi
    pythondocx pythonpptx openpyxl libreoffice windowsuser usuario utente benutzer utilisateur
    localuser home hp dell lenovo acer asus company mycompany yourcompany organization organisation
    presentation document workbook untitled stevecanny generatedbypythonpptx
    """.split()
)
"""Values of author and company fields that programs write by themselves."""

FREE_MAIL = frozenset(
    """
    gmail googlemail yahoo ymail hotmail outlook live msn icloud me mac aol gmx web protonmail proton
    mail inbox yandex qq 163 126 naver free orange wanadoo laposte libero virgilio example localhost
    github gitlab google microsoft linkedin facebook twitter youtube wikipedia amazon apple
    """.split()
)
"""Owners of domains that say nothing about the person's own organisation."""
