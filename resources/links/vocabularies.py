"""What those write who buy lapsed domains, and what those write who warn of them.

Of each trade: `offers`, which only somebody writes who sells it; and `topics`, the words of the
subject, which stand in reports, lessons and advice too. Written as pages.plain_words gives them:
small letters, no accents, no signs. Spanish stands beside English; the Indonesian, Turkish and
other gambling words are those that hijacked pages are filled with most often.
"""

from dataclasses import dataclass


def phrases(text):
    return tuple(phrase.strip() for phrase in text.replace("\n", ",").split(",") if phrase.strip())


@dataclass(frozen=True)
class Trade:
    name: str
    offers: tuple[str, ...]
    topics: tuple[str, ...] = ()


GAMBLING = Trade(
    "gambling",
    offers=phrases("""
        non gamstop, not on gamstop, crash game, 1win, rodadas gratis, jogo do tigrinho
        slot gampang menang, link slot, complimentary spins, no tigrinho, apostas esportivas
        free spins, free spin, welcome bonus, no deposit bonus, deposit bonus, signup bonus
        sign up bonus, casino bonus, casino bonuses, bonus codes, bonus code, promo code casino
        best online casino, best online casinos, top online casinos, new online casinos
        trusted casino, play casino, casino games online, real money, real money slots
        online slots, play slots, free slots, live dealer, live casino, crypto casino
        bitcoin casino, high roller, vip bonus, bet now, place your bet, place your bets
        start betting, free bet, free bets, betting tips, betting odds, best odds, live betting
        in play betting, betting bonus, betting site, betting sites, wagering requirements
        instant withdrawal, fast withdrawals, fast payouts, jackpot slots, progressive jackpot
        play now and win, spin and win, join and win, poker room, poker rooms, sportsbook bonus
        1xbet, bet365, betway, 22bet, melbet, mostbet, parimatch, betano, betsson, codere, rivalo
        vulkan vegas, pin up casino, stake com, sbobet, casino online espana, mejores casinos
        mejor casino, mejores casinos online, casinos online, bono de bienvenida
        bonos de bienvenida, bono sin deposito, bonos sin deposito, sin deposito, giros gratis
        tiradas gratis, tragamonedas gratis, tragaperras gratis, tragamonedas online
        tragaperras online, dinero real, juega ahora, jugar ahora, juega y gana, apuesta ahora
        apuestas en vivo, apuestas gratis, apuesta gratis, mejores cuotas, cuotas mas altas
        crupier en vivo, casino en vivo, ruleta en vivo, retiros rapidos, retiro inmediato
        bono de registro, codigo promocional, codigo de bono, pronosticos deportivos
        giros de regalo, premios al instante, registrate y gana, slot gacor, situs slot
        slot online, judi online, situs judi, agen judi, bandar judi, togel, slot88, slot777
        slot pulsa, slot dana, maxwin, rtp live, rtp slot, scatter hitam, gacor, pragmatic play
        pg soft, situs toto, toto slot, link alternatif, daftar sekarang, deposit pulsa
        bonus new member, bandar togel, sabung ayam, judi bola, idn poker, mahjong ways
        gates of olympus, deneme bonusu, canli bahis, bahis siteleri, bahis sitesi, casino siteleri
        guvenilir bahis, kacak bahis, slot siteleri, nha cai, ca cuoc, keo nha cai, xo so, no hu
        apostas online, cassino online, fortune tiger, casino en ligne, bonus sans depot
    """),
    topics=phrases("""
        gamstop, megaways, aviator, online gambling, cashback, fruit machines, deposit, vip, bono
        casinos online, bonus, odds, slot, bookmaker, bookmakers, casa de apuestas
        casas de apuestas, cash out, no deposit, casino, casinos, online casino, slots
        slot machines, slot machine, poker, roulette, blackjack, baccarat, betting, sports betting
        sportsbook, gambling, jackpot, wager, wagering, casino en linea, casino online
        tragamonedas, tragaperras, ruleta, apuestas, apuestas deportivas, apuesta, loteria, bingo
    """),
)
PHARMACY = Trade(
    "pharmacy",
    offers=phrases("""
        order ivermectin, venta de cytotec, order hydroxychloroquine, no doctor visit
        overseas pharmacy, viagra a domicilio, buy viagra, cheap viagra, viagra online
        order viagra, buy cialis, cheap cialis, cialis online, order cialis, generic viagra
        generic cialis, buy levitra, buy kamagra, kamagra, buy sildenafil, sildenafil online
        buy tadalafil, tadalafil online, buy tramadol, buy xanax, buy adderall, buy ozempic
        buy ambien, buy oxycodone, buy phentermine, buy modafinil, buy steroids, buy ivermectin
        no prescription needed, no prescription required, no rx, canadian pharmacy
        canadian online pharmacy, cheap meds, cheap pills, buy pills, buy pills online, order pills
        discount pills, pills online, online drugstore, buy medication online, discreet shipping
        discreet packaging, discreet delivery, free bonus pills, male enhancement, erection pills
        ed pills, lowest price guaranteed, overnight delivery no, fda approved generics
        add to cart viagra, buy online cheap, comprar viagra, viagra sin receta, viagra generica
        viagra barata, comprar cialis, cialis sin receta, cialis generico, comprar sildenafil
        comprar tadalafil, comprar kamagra, comprar levitra, comprar tramadol, comprar ozempic
        sin necesidad de receta, farmacia online barata, farmacia en linea barata
        pastillas baratas, pastillas para la ereccion, comprar pastillas
        comprar medicamentos online, envio discreto, entrega discreta, paquete discreto
        mejor precio garantizado, medicamentos genericos baratos, potenciador masculino
    """),
    topics=phrases("""
        ivermectin, hydroxychloroquine, cytotec, without a prescription, without prescription
        no prescription, sin receta, sin receta medica, venta sin receta, viagra, cialis, levitra
        sildenafil, tadalafil, tramadol, xanax, erectile dysfunction, online pharmacy, pharmacy
        pills, farmacia online, farmacia en linea, disfuncion erectil, pastillas, medicamentos
    """),
)
ADULT = Trade(
    "adult",
    offers=phrases("""
        sex clips, xxx tube, sexy babes, big tits, incall, outcall, sexo a domicilio
        chicas escorts, vip girls, escorts in, porn videos, free porn, hd porn, porn tube
        porno gratis, porn movies, xxx videos, xxx movies, xxx video, free xxx, sex videos
        sex video, sex tube, free sex, live sex, sex cams, sex cam, live cams, adult cams
        cam girls, camgirls, webcam girls, naked girls, nude girls, hot girls, hot milf, milf
        milfs, hentai, blowjob, hardcore porn, amateur porn, teen porn, lesbian porn
        escort service, escort girls, escorts near you, call girls, call girl, hookup tonight
        adult dating, hook up tonight, meet singles tonight, sexy singles, onlyfans leaks, sex chat
        erotic massage, nude photos, 18 only enter, i am 18 or older enter, enter if you are 18
        adult content enter, videos porno, video porno, peliculas porno, porno hd, porno en espanol
        sexo gratis, sexo en vivo, videos xxx, peliculas xxx, chicas desnudas, mujeres desnudas
        chicas en vivo, chicas calientes, camaras porno, webcam porno, camaras xxx, webcams xxx
        escorts de lujo, damas de compania, putas, follar, tetonas, maduras calientes
        citas sexuales, sexo casual, contactos sexo, masajes eroticos, sexo esta noche
        soy mayor de 18 anos entrar, soy mayor de edad entrar
    """),
    topics=phrases("""
        escort, masajistas, milf, porn, porno, xxx, sex, sexo, erotic, erotico, nude, escorts
        webcam, pornography
    """),
)
LOANS = Trade(
    "loans",
    offers=phrases("""
        cash loans, need money fast, bitcoin profit, automated bitcoin trading, sin revisar buro
        credito al momento, dinero en tu cuenta hoy, no paperwork, payday loans online
        payday loan online, online payday loans, instant payday loans, cash advance online
        bad credit ok, bad credit no problem, bad credit loans, no credit check
        no credit check loans, same day loans, same day funding, instant approval, instant cash
        guaranteed approval, get cash now, get your cash, apply now and get, quick cash loans
        funds in minutes, approved in minutes, crypto trading bot, guaranteed returns
        guaranteed profit, double your bitcoin, earn money from home fast, prestamos rapidos
        prestamos online, prestamos en linea, prestamos inmediatos, prestamo inmediato
        prestamos al instante, prestamos urgentes, prestamo urgente, creditos rapidos
        credito rapido, minicreditos, minicredito, creditos online, dinero urgente
        dinero al instante, dinero en minutos, sin aval, sin buro, sin nomina, sin papeleos
        con asnef, con veraz, aprobacion inmediata, aprobacion garantizada, solicita tu prestamo
        pide tu prestamo, pida su prestamo, primer prestamo gratis, ganancias garantizadas
        duplica tu inversion
    """),
    topics=phrases("""
        bad credit, credito, bitcoin trading, dinero rapido, fast cash, cash advance, title loans
        loans up to, borrow up to, payday loan, payday loans, loan, loans, bitcoin, crypto
        prestamo, prestamos, creditos
    """),
)
PARKED = Trade(
    "parked",
    offers=phrases("""
        website is for sale, is available for purchase, domain is available for purchase
        website expired, com is available for purchase, dominio reservado
        dominio esta registrado y reservado, domain is for sale, com is for sale, org is for sale
        net is for sale, domain for sale, domain name is for sale, domain may be for sale
        domain name for sale, buy this domain, buy this domain name, purchase this domain
        own this domain, get this domain, this domain is available, make an offer on this domain
        interested in this domain, inquire about this domain, acquire this domain
        lease this domain, domain is parked, domain has been parked, parked free, parked page
        domain has expired, domain name has expired, domain expired, renew this domain
        renew your domain, domain was recently registered, domain is registered at
        future home of something quite cool, is this your domain, related searches
        sponsored listings, sponsored results, minimum offer, hugedomains, sedo, afternic, dan com
        listed for sale, listing price, escrow com, seller s asking price
        privacy policy this page is provided, dominio en venta, com esta en venta
        org esta en venta, net esta en venta, com esta a la venta, org esta a la venta
        net esta a la venta, dominio esta en venta, dominio a la venta, dominio esta a la venta
        nombre de dominio en venta, dominio puede estar en venta, comprar este dominio
        compre este dominio, compra este dominio, adquiera este dominio, haga una oferta
        hacer una oferta, dominio aparcado, dominio estacionado, dominio ha expirado
        dominio expirado, dominio ha caducado, dominio caducado, dominio esta registrado
        renovar el dominio, renueve su dominio, renueva tu dominio, busquedas relacionadas
        enlaces patrocinados, resultados patrocinados, oferta minima, le interesa este dominio
        te interesa este dominio, es usted el propietario de este dominio
    """),
    topics=phrases("""
        domain broker, premium domain, premium domains, domain marketplace, domain parking
        parked domain, expired domain, dominio premium, dominios premium
        domain has been registered, dominio ha sido registrado, domain, domains, domain name
        dominio, dominios, for sale, en venta
    """),
)
CONTENT_MILL = Trade(
    "content-mill",
    offers=phrases("""
        write for us, guest post, guest posts, guest posting, sponsored post, sponsored posts
        submit a guest post, paid guest post, link building, buy backlinks, backlinks, seo services
        seo agency, da 50, high da, casino guest post, publish your article, advertise with us
        hello world, just another wordpress site, sample page, lorem ipsum, uncategorized
        celebrity net worth, net worth, essay writing service, buy essay, buy essays
        write my essay, custom essay, cheap essay, buy followers, buy instagram followers
        replica watches, replica handbags, cheap jerseys, louis vuitton outlet, best vpn
        cbd gummies, cbd oil for, keto gummies, weight loss gummies, streaming gratis
        full movie download, mod apk, apk download, escriba para nosotros, escribe para nosotros
        articulo patrocinado, articulos patrocinados, publicar articulo, post de invitado
        comprar enlaces, venta de enlaces, compra enlaces, agencia seo, posicionamiento seo
        comprar seguidores, patrimonio neto, fortuna de los famosos, hola mundo
        otro sitio realizado con wordpress, sin categoria, replicas de relojes, gomitas de cbd
        descargar apk, pelicula completa gratis
    """),
)
TRADES = (GAMBLING, PHARMACY, ADULT, LOANS, PARKED, CONTENT_MILL)

# Written in scripts without spaces between words; looked for as they stand.
IN_OTHER_SCRIPTS = {
    "gambling": phrases("""
        สล็อต, คาสิโน, บาคาร่า, แทงบอล, 博彩, 娱乐城, 赌场, 彩票平台, オンラインカジノ, 카지노
        토토사이트, онлайн казино, казино онлайн, вулкан казино
    """),
    "adult": phrases("成人视频, 色情, av在线, 无码, порно"),
    "pharmacy": phrases("виагра, купить сиалис"),
}

# Who warns, teaches, treats or reports speaks so; who sells does not, or in small print.
WARNING = phrases("""
    addiction, addictions, addicted, problem gambling, gambling disorder, helpline, hotline
    prevention, prevent, preventing, treatment, warning signs, recovery, counselor, counselors
    counseling, risk, risks, harm, harms, harmful, danger, dangers, dangerous, predatory, scam
    scams, fraud, trap, debt, regulators, lawmakers, legislature, researchers, public health
    health department, talk with your, ask your doctor, side effects, symptoms, consent, abuse
    exploitation, trafficking, violence, adiccion, adicciones, adicto, ludopatia
    juego problematico, linea de ayuda, prevencion, prevenir, tratamiento, senales de alerta
    recuperacion, consejero, consejeros, consejeria, riesgo, riesgos, dano, danos, peligro
    peligros, peligroso, estafa, estafas, fraude, trampa, deuda, deudas, investigadores
    salud publica, departamento de salud, hable con su, efectos secundarios, sintomas
    consentimiento, abuso, explotacion, trata, violencia
""")

# Beside these, too, an offer is not made but spoken of.
CAUTION = phrases("""
    not safe, sites that, warn, warns, warned, warning, beware, avoid, unsafe, safe, safety
    illegal, minors, counterfeit, fake, kids, children, pediatricians, tobacco, reported
    credit union, alternative, law, hooks, cost, desconfie, cuidado, evite, falsas, falsos, ilegal
    enganchar, menores, ninos, segura, seguridad, licencia
""")
# And these words have pages that are made for schools, clinics and neighbors.
CARE = phrases("""
    tickets, band, proceeds, uniforms, school, schools, student, students, teacher, teachers
    parent, parents, families, family, pta, classroom, fundraiser, raffle, scholarship
    scholarships, grant, grants, grade, lesson, lessons, curriculum, workshop, volunteers
    university, college, hospital, patients, doctor, nurse, pharmacists, laboratories, tribe
    council, commission, union, education, gym, childcare, youth, teens, prescription, committee
    study, learners, adults, escuela, escuelas, estudiantes, maestros, maestra, padres, familias
    beca, becas, voluntarios, taller, campamento, medico, enfermera, dosis, jovenes, educacion
    biblioteca, director, hijo, hija, hijos, vecinos
""")

# What host names of these trades are made of, and the endings under which they are sold.
IN_HOSTS = phrases("""
    casino, slot, poker, togel, judi, gacor, betting, bet365, 1xbet, jackpot, viagra, cialis
    pharmacyonline, onlinepharm, porn, xxx, sexcam, camgirl, escort, payday, apuestas, tragamonedas
    tragaperras, prestamosrapidos, minicredito
""")
ENDINGS = phrases("bet, casino, poker, bingo, porn, xxx, sex, adult, sexy, cam, loan, loans")

# What the pages of those who park domains are made with.
PARKING = phrases("""
    sedoparking.com, parkingcrew.net, bodis.com, parklogic, above.com/park, afternic.com
    hugedomains.com, adsense/domains/caf.js, d38psrni17bvxu.cloudfront.net, "/lander"
    domainmarket.com, img1.wsimg.com/parking, parking-lander, dan.com/buy-domain
    parkingpage.namecheap.com, uniregistry.com/buy, undeveloped.com, domcollect, voodoo.com/parking
    parastorage.com/parked, cashparking, smartname.com, skenzo.com, ztomy.com, brandbucket.com
    park.io/
""")
