"""Providers where anybody gets an address: an owner is never asked there.

By the registered part of the domain; a provider's many national domains by its name.
"""

NAMES = frozenset(
    """
    gmail googlemail hotmail outlook yahoo ymail rocketmail aol icloud gmx protonmail tutanota
    yandex fastmail hushmail
    """.split()  # noqa: SIM905 - words read better as words
)
"""The label before the public suffix: yahoo.com, yahoo.co.uk, yahoo.co.jp."""

SITES = frozenset(
    """
    live.com live.de live.fr live.co.uk live.nl live.it live.se live.dk msn.com aim.com web.de
    proton.me tuta.com tuta.io mailbox.org posteo.de zoho.com zohomail.com runbox.com startmail.com
    me.com mac.com pm.me hey.com mail.com email.com usa.com europe.com consultant.com engineer.com
    post.com dr.com inbox.com inbox.lv mail.ru bk.ru list.ru internet.ru rambler.ru ya.ru
    freenet.de t-online.de arcor.de online.de magenta.de firemail.de directbox.com kabelmail.de
    orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr
    libero.it virgilio.it tiscali.it alice.it tim.it email.it tin.it
    terra.es telefonica.net terra.com.br uol.com.br bol.com.br ig.com.br globo.com
    wp.pl o2.pl onet.pl interia.pl op.pl tlen.pl poczta.fm gazeta.pl
    seznam.cz centrum.cz email.cz atlas.cz azet.sk zoznam.sk freemail.hu citromail.hu
    abv.bg mail.bg ukr.net i.ua meta.ua tut.by
    btinternet.com bt.com virginmedia.com sky.com talktalk.net ntlworld.com blueyonder.co.uk
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
    juno.com netzero.net optonline.net frontier.com windstream.net shaw.ca rogers.com sympatico.ca
    bigpond.com optusnet.com.au iinet.net.au xtra.co.nz
    qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com 139.com 189.cn aliyun.com
    naver.com daum.net hanmail.net nate.com kakao.com
    rediffmail.com sify.com indiatimes.com
    bluewin.ch hispeed.ch sunrise.ch telenet.be skynet.be pandora.be ziggo.nl kpnmail.nl
    planet.nl xs4all.nl home.nl chello.nl hetnet.nl
    telia.com bredband.net comhem.se spray.se online.no frisurf.no tdcadsl.dk jubii.dk
    sapo.pt netcabo.pt otenet.gr forthnet.gr walla.co.il walla.com
    riseup.net disroot.org cock.li mailfence.com ctemplar.com skiff.com kolabnow.com
    duck.com simplelogin.io simplelogin.com anonaddy.com addy.io mozmail.com
    mailinator.com guerrillamail.com guerrillamail.info sharklasers.com grr.la 10minutemail.com
    10minutemail.net temp-mail.org temp-mail.io tempmail.com tempmail.net throwawaymail.com
    yopmail.com yopmail.fr yopmail.net maildrop.cc mailnesia.com mintemail.com trashmail.com
    trashmail.de wegwerfmail.de spamgourmet.com getnada.com dispostable.com moakt.com mohmal.com
    emailondeck.com fakeinbox.com mytemp.email burnermail.io tempr.email discard.email
    33mail.com spamex.com mailcatch.com tempinbox.com getairmail.com fakemail.net
    """.split()  # noqa: SIM905 - words read better as words
)


def is_free(site: str) -> bool:
    """Whether anybody gets an address there; ``site`` is the registered part of a domain."""
    return site in SITES or site.partition(".")[0] in NAMES
