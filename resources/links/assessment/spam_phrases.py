"""What those write who buy lapsed domains; caring.py has what those write who warn of them.

Of each trade: `offers`, which only somebody writes who sells it; `goods`, which become an offer
beside one of its `verbs` ("buy", "cheap"); and `topics`, the words of the subject, which stand in
reports, lessons and advice too. Written as pages.plain_words gives them: small letters, no accents,
no signs. Spanish stands beside English; the Indonesian, Turkish and other words are those that
hijacked pages are filled with most often.
"""

from dataclasses import dataclass

SELLING = """
    buy, buying, order, ordering, purchase, cheap, cheapest, discount, discounted, shop, wholesale
    affordable, comprar, compre, compra, pedir, barato, barata, baratos, baratas, economicos
    venta de, kaufen, gunstig, acheter
"""


def phrases(text):
    return tuple(phrase.strip() for phrase in text.replace("\n", ",").split(",") if phrase.strip())


@dataclass(frozen=True)
class Trade:
    name: str
    offers: tuple[str, ...]
    topics: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    verbs: tuple[str, ...] = phrases(SELLING)

    @property
    def phrases(self):
        return self.offers, self.topics, self.goods, self.verbs


GAMBLING = Trade(
    "gambling",
    offers=phrases("""
        non gamstop, not on gamstop, crash game, 1win, rodadas gratis, jogo do tigrinho
        slot gampang menang, link slot, complimentary spins, no tigrinho, apostas esportivas
        free spins, free spin, welcome bonus, no deposit bonus, deposit bonus, signup bonus
        sign up bonus, casino bonus, casino bonuses, bonus codes, bonus code, promo code casino
        best online casino, best online casinos, top online casinos, new online casinos
        trusted casino, play casino, casino games online, real money, real money slots, online slots
        play slots, free slots, live dealer, live casino, crypto casino, bitcoin casino, high roller
        vip bonus, bet now, place your bet, place your bets, start betting, free bet, free bets
        betting tips, betting odds, best odds, live betting, in play betting, betting bonus
        betting site, betting sites, wagering requirements, instant withdrawal, fast withdrawals
        fast payouts, jackpot slots, progressive jackpot, play now and win, spin and win
        join and win, poker room, poker rooms, sportsbook bonus, 1xbet, bet365, betway, 22bet
        melbet, mostbet, parimatch, betano, betsson, codere, rivalo, vulkan vegas, pin up casino
        stake com, sbobet, casino online espana, mejores casinos, mejor casino
        mejores casinos online, casinos online, bono de bienvenida, bonos de bienvenida
        bono sin deposito, bonos sin deposito, sin deposito, giros gratis, tiradas gratis
        tragamonedas gratis, tragaperras gratis, tragamonedas online, tragaperras online
        dinero real, juega ahora, jugar ahora, juega y gana, apuesta ahora, apuestas en vivo
        apuestas gratis, apuesta gratis, mejores cuotas, cuotas mas altas, crupier en vivo
        casino en vivo, ruleta en vivo, retiros rapidos, retiro inmediato, bono de registro
        codigo promocional, codigo de bono, pronosticos deportivos, giros de regalo
        premios al instante, registrate y gana, slot gacor, situs slot, slot online, judi online
        situs judi, agen judi, bandar judi, togel, slot88, slot777, slot pulsa, slot dana, maxwin
        rtp live, rtp slot, scatter hitam, gacor, pragmatic play, pg soft, situs toto, toto slot
        link alternatif, daftar sekarang, deposit pulsa, bonus new member, bandar togel, sabung ayam
        judi bola, idn poker, mahjong ways, gates of olympus, deneme bonusu, canli bahis
        bahis siteleri, bahis sitesi, casino siteleri, guvenilir bahis, kacak bahis, slot siteleri
        nha cai, ca cuoc, keo nha cai, xo so, no hu, apostas online, cassino online, fortune tiger
        casino en ligne, bonus sans depot, keluaran hk, data sgp, live draw, prediksi togel
        angka main, colok bebas, pengeluaran togel, casino ohne, kaszino, freispiele
        bonus ohne einzahlung, tours gratuits, giri gratis, scommesse sportive, giros sin deposito
        casino ohne oasis, satta matka, matka result, cricket id, teen patti, andar bahar
        sweeps coins, sweepstakes casino, sweepstakes casinos, social casinos, fixed matches
        sure odds, booking codes, aviator predictor, numeros ganadores de las quinielas
        numeros calientes
    """),
    topics=phrases("""
        gamstop, megaways, aviator, online gambling, cashback, fruit machines, deposit, vip, bono
        casinos online, bonus, odds, slot, bookmaker, bookmakers, casa de apuestas
        casas de apuestas, cash out, no deposit, casino, casinos, online casino, slots
        slot machines, slot machine, poker, roulette, blackjack, baccarat, betting, sports betting
        sportsbook, gambling, jackpot, wager, wagering, casino en linea, casino online, tragamonedas
        tragaperras, ruleta, apuestas, apuestas deportivas, apuesta, loteria, bingo, spielautomaten
        willkommensbonus, einzahlung, machines a sous, paris sportifs, scommesse, cassino, apostas
        rulet, bahis, judi, picks, handicap, bookie, ipl, matka, jodi, gold coins, sweeps
        redeem prizes, predictor, signal bot, quinielas, numeros ganadores, pronosticos
    """),
    goods=phrases("""
        casino, casinos, slots, sportsbook, sportsbooks, bookmaker, bookmakers, betting site
        betting sites, welcome bonus, casas de apuestas, casas de apostas, tragamonedas, tragaperras
        cassinos
    """),
    verbs=phrases("""
        best, top, trusted, reliable, legit, safest, claim, play, mejores, mejor, melhores, besten
        meilleurs, migliori, jugar, juegue, jogar
    """),
)
PHARMACY = Trade(
    "pharmacy",
    offers=phrases("""
        no doctor visit, overseas pharmacy, viagra a domicilio, viagra online, generic viagra
        cialis online, generic cialis, generic levitra, kamagra, sildenafil online, tadalafil online
        no prescription needed, no prescription required, no rx, canadian pharmacy
        canadian online pharmacy, pills online, online drugstore, discreet shipping
        discreet packaging, discreet delivery, free bonus pills, free pills, male enhancement
        erection pills, ed pills, price per pill, lowest price guaranteed, fda approved generics
        viagra sin receta, viagra generica, cialis sin receta, cialis generico
        sildenafil sin receta, tadalafilo sin receta, sin necesidad de receta
        farmacia online barata, farmacia en linea barata, pastillas para la ereccion, envio discreto
        entrega discreta, paquete discreto, mejor precio garantizado, medicamentos genericos baratos
        potenciador masculino
    """),
    topics=phrases("""
        ivermectin, hydroxychloroquine, cytotec, without a prescription, without prescription
        no prescription, sin receta, sin receta medica, venta sin receta, viagra, cialis, levitra
        sildenafil, tadalafil, tadalafilo, vardenafil, tramadol, xanax, erectile dysfunction
        online pharmacy, pharmacy, pills, farmacia online, farmacia en linea, disfuncion erectil
        pastillas, medicamentos
    """),
    goods=phrases("""
        viagra, cialis, levitra, sildenafil, tadalafil, tadalafilo, vardenafil, kamagra, tramadol
        xanax, adderall, ozempic, wegovy, semaglutide, ambien, oxycodone, phentermine, modafinil
        valium, ritalin, steroids, ivermectin, hydroxychloroquine, cytotec, misoprostol, meds, pills
        medication online, medications online, medicamentos online, medicamentos en linea, pastillas
    """),
)
ADULT = Trade(
    "adult",
    offers=phrases("""
        sex clips, xxx tube, sexy babes, big tits, incall, outcall, sexo a domicilio, chicas escorts
        vip girls, escorts in, porn videos, free porn, hd porn, porn tube, porno gratis, porn movies
        xxx videos, xxx movies, xxx video, free xxx, sex videos, sex video, sex tube, free sex
        live sex, sex cams, sex cam, live cams, adult cams, cam girls, camgirls, webcam girls
        naked girls, nude girls, hot girls, hot milf, milf, milfs, hentai, blowjob, hardcore porn
        amateur porn, teen porn, lesbian porn, escort service, escort girls, escorts near you
        call girls, call girl, hookup tonight, adult dating, hook up tonight, meet singles tonight
        sexy singles, onlyfans leaks, sex chat, erotic massage, nude photos, 18 only enter
        i am 18 or older enter, enter if you are 18, adult content enter, videos porno, video porno
        peliculas porno, porno hd, porno en espanol, sexo gratis, sexo en vivo, videos xxx
        peliculas xxx, chicas desnudas, mujeres desnudas, chicas en vivo, chicas calientes
        camaras porno, webcam porno, camaras xxx, webcams xxx, escorts de lujo, damas de compania
        putas, follar, tetonas, maduras calientes, citas sexuales, sexo casual, contactos sexo
        masajes eroticos, sexo esta noche, leaked nudes, leaked onlyfans, leaked videos, sextape
        sextapes, uncensored, body rubs, gfe, independent companions, verified companions
        soy mayor de 18 anos entrar, soy mayor de edad entrar
    """),
    topics=phrases("""
        escort, masajistas, milf, porn, porno, xxx, sex, sexo, erotic, erotico, nude, escorts
        webcam, pornography, nudes, naked, leaked, onlyfans, explicit, uncensored, companions
        massage, adults only, incall, outcall
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
        guaranteed profit, double your bitcoin, earn money from home fast, dinero urgente
        dinero al instante, dinero en minutos, sin aval, sin buro, sin nomina, sin papeleos
        con asnef, con veraz, aprobacion inmediata, aprobacion garantizada, solicita tu prestamo
        pide tu prestamo, pida su prestamo, primer prestamo gratis, ganancias garantizadas
        duplica tu inversion, copy trading, connect your wallet, connect wallet
        gane ingresos pasivos, gana ingresos pasivos, robot de trading, staking apy
    """),
    topics=phrases("""
        bad credit, credito, bitcoin trading, dinero rapido, fast cash, cash advance, title loans
        loans up to, borrow up to, payday loan, payday loans, loan, loans, bitcoin, crypto, prestamo
        prestamos, creditos, minicreditos, minicredito, creditos rapidos, prestamos rapidos
        prestamos online, prestamos en linea, prestamos inmediatos, ethereum, criptomonedas, usdt
        airdrop, presale, tokens, trading, staking, wallet, exchanges, trading platform
        automated trading, forex, leverage, spreads, brokers, prop firms, funded accounts, signals
        deposit bonus, mt5
    """),
    goods=phrases("""
        payday loan, payday loans, installment loans, cash loan, cash loans, cash in minutes
        cash in your, prestamo, prestamos, credito rapido, creditos rapidos, minicreditos, bitcoin
        airdrop, tokens
    """),
    verbs=phrases("""
        get, need, instant, fast, quick, easy, claim, buy, deposit, solicite, solicita, pida, pide
        consiga, consigue, obtenga, primer, comprar
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
        interested in this domain, inquire about this domain, acquire this domain, lease this domain
        domain is parked, domain has been parked, parked free, parked page, domain has expired
        domain name has expired, domain expired, renew this domain, renew your domain
        domain was recently registered, domain is registered at, future home of something quite cool
        is this your domain, related searches, sponsored listings, sponsored results, minimum offer
        hugedomains, sedo, afternic, dan com, listed for sale, listing price, escrow com
        seller s asking price, privacy policy this page is provided, dominio en venta
        com esta en venta, org esta en venta, net esta en venta, com esta a la venta
        org esta a la venta, net esta a la venta, dominio esta en venta, dominio a la venta
        dominio esta a la venta, nombre de dominio en venta, dominio puede estar en venta
        comprar este dominio, compre este dominio, compra este dominio, adquiera este dominio
        haga una oferta, hacer una oferta, dominio aparcado, dominio estacionado
        dominio ha expirado, dominio expirado, dominio ha caducado, dominio caducado
        dominio esta registrado, renovar el dominio, renueve su dominio, renueva tu dominio
        busquedas relacionadas, enlaces patrocinados, resultados patrocinados, oferta minima
        le interesa este dominio, te interesa este dominio, es usted el propietario de este dominio
        domain has been registered, dominio ha sido registrado
    """),
    topics=phrases("""
        domain broker, premium domain, premium domains, domain marketplace, domain parking
        parked domain, expired domain, dominio premium, dominios premium, domain, domains
        domain name, dominio, dominios, for sale, en venta
    """),
)
CONTENT_MILL = Trade(
    "content-mill",
    offers=phrases("""
        write for us, guest post, guest posts, guest posting, sponsored post, sponsored posts
        submit a guest post, paid guest post, link building, buy backlinks, backlinks, seo services
        seo agency, da 50, high da, casino guest post, publish your article, advertise with us
        hello world, just another wordpress site, sample page, lorem ipsum, uncategorized
        celebrity net worth, net worth, best vpn, streaming gratis, full movie download, dofollow
        escriba para nosotros, escribe para nosotros, articulo patrocinado, articulos patrocinados
        publicar articulo, post de invitado, comprar enlaces, venta de enlaces, compra enlaces
        agencia seo, posicionamiento seo, patrimonio neto, fortuna de los famosos, hola mundo
        otro sitio realizado con wordpress, sin categoria, pelicula completa gratis
    """),
)
ESSAYS = Trade(
    "essays",
    offers=phrases("""
        write my essay, essay writing service, essay writing services, custom essay, custom essays
        plagiarism free papers, papers from, do my homework, take my exam, tesis por encargo
        trabajos por encargo, hacemos su tesis, hacemos tu tesis, sin plagio, entrega urgente
        pague en dos plazos, trabajos de grado por encargo
    """),
    topics=phrases("""
        essay writing, term papers, dissertations, plagiarism free, professional writers
        free revisions, your professor, per page, order form, money back, tesis, tfg, tfm
        por encargo, redactamos, escritores profesionales, pida presupuesto, ensayos
    """),
    goods=phrases(
        "essay, essays, paper, papers, term papers, dissertation, thesis, tesis, ensayos"
    ),
)
WARES = Trade(
    "wares",
    offers=phrases("""
        replica watches, replica handbags, swiss replica, louis vuitton outlet, cheap jerseys
        real followers, smm panel, iptv subscription, apk mod, mod apk, apk download, descargar apk
        dinero infinito, unlimited money, keto gummies, weight loss gummies, cbd gummies
        cbd oil for, delta 8 carts, thc vapes, disposable vape, psychic reading, psychic hotline
        tarot reading, mail order bride, mail order brides, foreign women, asian bride
        ukrainian bride, replicas de relojes, replica de relojes, gomitas de cbd, seguidores gratis
        tarot gratis, amarres de amor, videntes, full movies, movies online free
        watch movies online, peliculas completas, peliculas online, ver peliculas
        series online gratis, magnet links, torrent magnet, quemador de grasa, burn fat
        lectura de tarot, limpias y rituales, brujos poderosos
    """),
    topics=phrases("""
        followers, tiktok, iptv, firestick, vod, pay per view, apk, mod, mediafire, cbd, delta 8
        thc, kratom, vape, vapes, hemp, belly fat, keto, money back guarantee, psychics, psychic
        tarot, astrology, brides, single women, hot singles, dating platform, seguidores, vidente
        videncia, horoscopo, amarres, torrent, subtitles, cam rips, estrenos, sin cortes
        enlaces de descarga, colageno, baje diez kilos, sin dieta, pago contra entrega, rituales
        brujos, hechizos
    """),
    goods=phrases("""
        instagram likes, tiktok likes, fake watches, replica watches, replica handbags, replica bags
        bride, followers, views, iptv, cbd, cbd gummies, delta 8, vapes, kratom, steroids
        seguidores
    """),
)
TRICKS = Trade(
    "tricks",
    offers=phrases("""
        click allow, press allow, tap allow, haga clic en permitir, pulse permitir
        presione permitir, your computer is infected, computer has been infected
        su computadora esta infectada, call support, call microsoft, windows defender
        you have been selected, lucky visitor, you have won, claim your reward, claim your prize
        claim your gift card, usted ha ganado, visitante afortunado, hacked by, greetz
        patch your server, hackeado por, reclame su premio, your download is ready
    """),
    topics=phrases("""
        infected, virus, viruses, error code, do not shut down, congratulations, gift card, prize
        prizes, reward, winner, toll free, to continue watching, continue watching, play the video
        short questions, felicidades, premio, infectada
    """),
)
# What anybody may sell: alone it says no more than that schools and families are not spoken of.
BUSINESS = Trade(
    "business",
    offers=(),
    topics=phrases("""
        roof, roofing, shingles, gutters, siding, plumbing, plumber, hvac, flooring, subfloor
        mattress, mattresses, air fryer, air fryers, garage door, remodeling, contractor
        contractors, installation, free estimates, free estimate, free inspection, free quote
        no obligation, obligation quote, workmanship, warranty, financing, licensed
        insurance claims, insurance companies, attorney, attorneys, lawyer, lawyers, personal injury
        injured, compensation, settlement, settlements, verdicts, no fee, crm, software, cloud based
        sales teams, leads, startups, small companies, dashboard, invoicing, subscription plans
        scalability, ecommerce, web hosting, digital marketing, revenue, customers, clients
        business needs, add to cart, free shipping, coupon, coupons, coupon codes, promo code, deals
        cash back, best sellers, in stock, ships in, you may also like, affiliate, earn commissions
        qualifying purchases, pros and cons, honest pros, kitchen tools, gadgets, gadget, flights
        hotels, resort, tour packages, mortgage, refinance, real estate, realtor
        off your first order, car insurance, insurance quotes, quotes, zip code, licensed agent
        carriers, discounts, solar panel, installers, tax credit, free consultation, no money down
        near you, villas, villa rentals, honeymoon, free cancellation, check rates, free domain
        website builder, vpn, antivirus, detox, rehab, luxury, most ppo plans, celebrity, net worth
        red carpet, gossip, chatbots, chatbot, integrations, pricing tiers, conversions
        productivity, best overall, we tested, we earn, reviewed, cotizacion, sin compromiso
        presupuesto, envio gratis, carrito, descuento, cupon, cupones, abogado, abogados
        indemnizacion, alquiler de, mudanzas, reformas, fontanero, plomero, cerrajero, cerrajeria
        empresa lider, clientes, vuelos, hoteles, inmobiliaria, marketing digital
        posicionamiento web
    """),
)
# Topics that stand everywhere, too: places in a camp are slots, held by a deposit. Of themselves
# they make no page thick.
EVERYDAY = phrases("""
    slot, slots, deposit, bonus, bono, odds, vip, handicap, judi, picks, sweeps, predictor, cash out
    bingo, loteria, chance, aviator, loan, loans, credito, creditos, prestamo, prestamos, tokens
    wallet, trading, signals, exchanges, spreads, brokers, leverage, presale, pills, pharmacy
    pastillas, medicamentos, massage, explicit, naked, companions, sex, sexo, webcam, escort
    per page, order form, money back, ensayos, tesis, por encargo, followers, tiktok, vod, mod
    channels, subtitles, rituales, virus, viruses, prize, prizes, reward, winner, premio, gift card
    congratulations, felicidades, toll free, error code, vape, vapes, hemp
""")
LOUD_TRADES = (GAMBLING, PHARMACY, ADULT, LOANS, ESSAYS, WARES, TRICKS)
TRADES = (*LOUD_TRADES, PARKED, CONTENT_MILL, BUSINESS)

# Written in scripts without spaces between words, or in other letters; looked for as they stand.
IN_OTHER_SCRIPTS = {
    "gambling": phrases("""
        สล็อต, คาสิโน, บาคาร่า, แทงบอล, แทงหวย, 博彩, 娱乐城, 娛樂城, 赌场, 彩票平台, 百家乐, 百家樂
        老虎机, 体育投注, 六合彩, 时时彩, 彩金, 真人荷官, オンラインカジノ, カジノボーナス, パチスロ
        入金不要ボーナス, 카지노, 토토사이트, 바카라, 먹튀, онлайн казин, казино онлайн
        вулкан казино, игровые автоматы, ставки на спорт, бездепозитный, фриспин, كازينو, مراهنات
        ماكينات القمار
    """),
    "adult": phrases("""
        成人视频, 色情, av在线, 无码, 約炮, 约炮, 一夜情, アダルト動画, 無修正, 出会い系, 야동
        출장안마, 출장마사지, порно, проститутки, หนังโป๊
    """),
    "pharmacy": phrases("виагра, купить сиалис, 伟哥, 壮阳药, バイアグラ通販, 비아그라"),
    "wares": phrases("""
        スーパーコピー, ブランドコピー, n級品, 高仿, 精仿, 一比一复刻, 레플리카, 이미테이션
        реплика часов, копии часов
    """),
    "essays": phrases(
        "代写, 代考, 代修, 毕业证成绩单, 論文代筆, 논문대필, дипломы на заказ, купить диплом"
    ),
}

# What host names of these trades are made of, and the endings under which they are sold.
IN_HOSTS = phrases("""
    casino, slot, poker, togel, judi, gacor, betting, bet365, 1xbet, jackpot, viagra, cialis
    pharmacyonline, onlinepharm, porn, xxx, sexcam, camgirl, escort, payday, apuestas, tragamonedas
    tragaperras, prestamosrapidos, minicredito
""")
ENDINGS = phrases("bet, casino, poker, bingo, porn, xxx, sex, adult, sexy, cam, loan, loans")
