"""Answers that are no answer: a check for robots, a login, a server nobody has set up yet.

A wall is short, and does not speak of what we look for. Its phrases count only there: pages about
the same things are long. The scripts of the protecting companies count for even less by
themselves, since they are in every page of the sites they protect.
"""

import re

LONGEST_WALL = 160  # words
LONGEST_WITH_SUCCESS = 100  # of one that calls itself a page like any other
LONGEST_WITH_MARK = 60  # words of a page whose source alone gives it away
LONGEST_CONSENT = 70
BEGINNING = 35  # words, in which a page says what it is

REFUSING = {401, 402, 403, 405, 407, 429, 451, 999}

ROBOT_CHECK = re.compile(
    r"\b(checking (your|if the site|the site|you are)[\w ]{0,30}(browser|connection|secure|human)"
    r"|just a moment|verify(ing)? (that )?you are (a )?(human|not a robot|real)|verify you re human"
    r"|(prove|confirm|make sure|check) (that )?(you are|you re|you aren t) (a |not a )?"
    r"(human|robot|real person|bot)"
    r"|i m not a robot|are you (a )?(human|robot)|attention required|ddos protection by"
    r"|performing (a )?security (check|verification)|security check to access"
    r"|enable (javascript and cookies|cookies and javascript)( to continue)?"
    r"|access (to this (page|site|resource) (has been|is|was) )?(denied|blocked)"
    r"|you (have been|ve been|are) blocked|request (was |has been )?(blocked|rejected|unsuccessful)"
    r"|requested url was rejected|pardon our interruption|unusual (traffic|activity)"
    r"|don t have permission to access|automated (access|requests|queries|traffic)"
    r"|too many requests"
    r"|please (complete|solve) the (captcha|security)|one more step|blocked by (the )?security"
    r"|browser (check|verification)|web application firewall|incident id"
    r"|comprobando (su|tu|el|si)[\w ]{0,30}(navegador|conexion|humano|segura)"
    r"|verificando (su|tu|que|si|el)[\w ]{0,40}(navegador|conexion|humano|robot|segura)"
    r"|(verifique|verifica|demuestre|demuestra|confirme|confirma) que (usted )?"
    r"(es|eres|no es|no eres) (un )?"
    r"(humano|ser humano|robot|una persona|persona)"
    r"|no soy un robot|un momento por favor|espere un momento"
    r"|acceso (denegado|bloqueado|restringido)"
    r"|(ha sido|fue|has sido|esta) bloquead[oa]|solicitud (rechazada|bloqueada|fue rechazada)"
    r"|no tiene(s)? permiso (para|de) acce\w+|trafico inusual|demasiadas solicitudes"
    r"|active javascript y (las )?cookies|habilite javascript y (las )?cookies"
    r"|complete el captcha|comprobacion de seguridad|control de seguridad)\b"
)
MARKS = re.compile(
    r"/cdn-cgi/challenge-platform/h/|cf-browser-verification|cf_chl_opt|_Incapsula_Resource"
    r"|errors\.edgesuite\.net|captcha-delivery\.com|px-captcha|perimeterx\.net|sucuri_cloudproxy"
    r"|geo\.captcha|awsWafCookieDomainList|/_sec/cp_challenge|sec-if-cpt-container|distil_r_captcha"
    r"|hcaptcha\.com/1/api|recaptcha/api\.js|challenges\.cloudflare\.com",
    re.I,
)
LOGIN = re.compile(
    r"\b((sign|log) ?in (to|with|using) (your|continue|access|view|the|google|microsoft)"
    r"|(please|you must|you need to) (sign|log) ?in|single sign on|forgot (your )?password"
    r"|before you continue to|inici(e|a|ar) sesion (para|con|en)|olvido su contrasena"
    r"|olvidaste tu contrasena|antes de continuar|ingrese su contrasena)\b"
)
CONSENT = re.compile(
    r"\b((accept|allow|agree to|reject|decline|manage)( all)?( the)?( optional)? cookies"
    r"|cookies (and|or) (similar|other) technolog\w+|(store|use|uses|using)[\w ]{0,60} cookies"
    r"|(usamos|utilizamos|acepta\w*|rechazar?)[\w ]{0,40} cookies)\b"
)
CHOICE = re.compile(r"\b(accept|reject|decline|manage|aceptar|rechazar(?:las)?|configurar)\b")
NOT_SET_UP = re.compile(
    r"\b(welcome to nginx|apache2? (ubuntu|debian|http server)?[\w ]{0,12}(default|test) page"
    r"|internet information services|iis windows server|it works this is the default"
    r"|account (has been )?suspended|this account is suspended|cuenta suspendida"
    r"|error establishing a database connection|error al establecer una conexion con la base"
    r"|site (is )?(down |closed )?(for|under) (scheduled )?maintenance|sitio en mantenimiento"
    r"|default web ?site page|web server s default page|index of [\w ]{0,40}parent directory)\b"
)


def robot_check(page, status):
    """The words by which a page turns out to check for robots; empty if it does not."""
    words = page.words
    if len(words) > (LONGEST_WITH_SUCCESS if status < 300 else LONGEST_WALL):
        return ""
    found = ROBOT_CHECK.search(" ".join(words))
    if found:
        return found[0]
    mark = MARKS.search(page.source) if len(words) <= LONGEST_WITH_MARK else None
    return mark[0] if mark else ""


def asks_for_login(page):
    """The words of a page that shows nothing before somebody signed in, or agreed."""
    return first_of(LOGIN, page)


def asks_for_consent(page):
    """The words of a page that is nothing but the question whether it may set cookies."""
    words = page.words
    if len(words) > LONGEST_CONSENT:
        return ""
    found = CONSENT.search(" ".join(words[:BEGINNING]))
    return found[0] if found and len(set(CHOICE.findall(" ".join(words)))) > 1 else ""


def not_set_up(page):
    """The words of a page that a server shows by itself, in place of what should be there."""
    return first_of(NOT_SET_UP, page)


def first_of(phrases, page):
    is_short = len(page.words) <= LONGEST_WALL
    found = phrases.search(" ".join(page.words)) if is_short else None
    return found[0] if found else ""
