"""Which given names are read as a woman's and which as a man's, where that is common."""

from functools import cache

from scrubbing.engine.replace import pools
from scrubbing.engine.replace.folding import squeeze


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FEMININE = _set(
    """
ada agata agnes agnieszka aisha aleksandra alessandra alexandra alice alicia alina alma amanda amelia
amy ana andrea angela anita anja anke anna anne annika antonia astrid ayse barbara beata beatrice
bela birgit brenda brigitte camila cara carla carmen carol caroline catherine cecilia celia charlotte
chiara christina christine claire clara claudia cora cristina cynthia dagmar daniela debora deborah
della denise diana dina donna dorota dorothy edda elena eleanor elif elisa elisabeth elizabeth ella
elsa emilia emily emma enid erika esra etta eva ewa fatima fatma fay fiona flora frances francesca
franziska frida gabriela gemma georgia gisela giulia grace greta hana hanna hannah heather heidi
helen helena helga ida ilse imke ines ingrid irene irina iris isabel isabella jana jane janet
janice jennifer jessica joan joanna johanna josefina joyce juana judith julia juliane julie juno
justyna karen karin katarzyna kate katharina katherine kathleen katja kelly kerstin kira kimberly
klara krystyna lara laura lena leonie lidia lina linda lisa livia lotte louise lucia lucy luisa lydia
magdalena maja malgorzata manuela margaret margarita maria marie marina marta martha martina mary
megan melissa mia michelle mira monica monika nadia nadine naomi natalia natalie nicole nina nora
odette olga olivia orla paola pamela patricia paula petra pia priya rachel rebecca renata rhea rita
ronja rosa ruth sabine samantha sandra sara sarah selma sharon shirley silvia simone sofia sonja
sophia sophie stella stephanie susan susanne svetlana sylvia tamsin tara tatiana teresa theresa
tilda tina uma ursula valentina vanessa vera veronica victoria viola virginia vivian wanda wendy
willa xenia yara yasmin yvonne zara zelda zofia zuzanna
"""
)
MASCULINE = _set(
    """
aaron adam adrian ahmed alan albert alberto alejandro alessandro alex alexander alfred ali amos andre
andreas andrew angelo anthony anton antonio arlo arne arthur benjamin bernd bernard boris brandon
brian bruce bruno carl carlos casper charles christian christoph christopher craig daniel dario david
dennis dieter diego dirk dmitri dominik donald douglas edgar edward elio emil emre enrique enzo eric
erik ernst eugene fabio federico felix ferdinand fernando filip florian francesco francis francisco
frank franz frederick friedrich gary georg george gerald gerhard gideon giovanni giuseppe gregory
guido gustav hans harald harry hassan hector heinrich helmut henrik henry hugo ian ibrahim igor ivan
ivo jack jacob jakob james jan jason jasper javier jeffrey jens jeremy jerry joachim joe john
johannes jonas jonathan jorge jose joseph josef joshua juan julian juergen justin kamil karl kenneth
kevin klaus konrad krzysztof kurt lars lawrence leo leonardo lorenzo louis luca lucas luigi luis
lukas maciej malik manfred manuel marc marcin marco marek mario mark markus martin massimo mateusz
matteo matthew matthias maurice max mehmet michael miguel mikhail milo mohamed mohammed muhammad
mustafa nathan nicholas nico nicolas niklas nikolai noel norbert oliver oscar oskar otis otto pablo
paolo pascal patrick paul pavel pedro peter philip philipp pierre piotr rafael rainer ralf ralph
raphael ravi raymond reinhard ricardo richard robert roberto roger rolf roland roman ronald rudolf
rufus russell ryan samuel scott sean sebastian sergio silas simon stefan stephan stephen steven
sven theo theodor thomas thorsten tim timothy tobias tobin todd tomas tomasz uwe viggo victor viktor
vincent vladimir volker walter werner wilhelm william wojciech wolfgang yusuf yves zachary zeno
"""
)


def gender_of(name: str) -> str:
    """The letter f or m for a given name, nothing for one that does not tell."""
    return _genders().get(squeeze(name), "")


@cache
def given_names(gender: str) -> tuple[str, ...]:
    """The names that can be drawn for somebody of this gender."""
    return tuple(name for name in pools.GIVEN if gender_of(name) == gender)


@cache
def _genders() -> dict[str, str]:
    women, men = FEMININE - MASCULINE, MASCULINE - FEMININE
    return dict.fromkeys(women, "f") | dict.fromkeys(men, "m")
