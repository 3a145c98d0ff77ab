"""Gates before a page: robot check, login, cookie prompt, server placeholder.

A gate is short, and does not name the entry. Its phrases count only on short pages, because pages
about the same subjects are long. The scripts of companies that protect sites count for even less,
since every page of such a site has them.

Each function here returns the words that give the gate away, or "" if there is none.
"""

import re

from .pages import Page

LONGEST_GATE = 160  # words
LONGEST_WITH_SUCCESS = 100  # words of a gate that answers with a success status
LONGEST_WITH_SCRIPT = 60  # words of a page that only its source gives away
LONGEST_CONSENT_PROMPT = 70  # words
FIRST_WORDS = 35  # in which a consent prompt says what it is

REFUSING_STATUSES = {401, 402, 403, 405, 407, 429, 451, 999}

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
ROBOT_CHECK_SOURCE = re.compile(
    r"/cdn-cgi/challenge-platform/h/|cf-browser-verification|cf_chl_opt|_Incapsula_Resource"
    r"|errors\.edgesuite\.net|captcha-delivery\.com|px-captcha|perimeterx\.net|sucuri_cloudproxy"
    r"|geo\.captcha|awsWafCookieDomainList|/_sec/cp_challenge|sec-if-cpt-container|distil_r_captcha"
    r"|hcaptcha\.com/1/api|recaptcha/api\.js|challenges\.cloudflare\.com",
    re.I,
)
LOGIN_PROMPT = re.compile(
    r"\b((sign|log) ?in (to|with|using) (your|continue|access|view|the|google|microsoft)"
    r"|(please|you must|you need to) (sign|log) ?in|single sign on|forgot (your )?password"
    r"|before you continue to|inici(e|a|ar) sesion (para|con|en)|olvido su contrasena"
    r"|olvidaste tu contrasena|antes de continuar|ingrese su contrasena)\b"
)
CONSENT_PROMPT = re.compile(
    r"\b((accept|allow|agree to|reject|decline|manage)( all)?( the)?( optional)? cookies"
    r"|cookies (and|or) (similar|other) technolog\w+|(store|use|uses|using)[\w ]{0,60} cookies"
    r"|(usamos|utilizamos|acepta\w*|rechazar?)[\w ]{0,40} cookies)\b"
)
CONSENT_CHOICE = re.compile(
    r"\b(accept|reject|decline|manage|aceptar|rechazar(?:las)?|configurar)\b"
)
SERVER_PLACEHOLDER = re.compile(
    r"\b(welcome to nginx|apache2? (ubuntu|debian|http server)?[\w ]{0,12}(default|test) page"
    r"|internet information services|iis windows server|it works this is the default"
    r"|account (has been )?suspended|this account is suspended|cuenta suspendida"
    r"|error establishing a database connection|error al establecer una conexion con la base"
    r"|site (is )?(down |closed )?(for|under) (scheduled )?maintenance|sitio en mantenimiento"
    r"|default web ?site page|web server s default page|index of [\w ]{0,40}parent directory)\b"
)


def find_robot_check(page: Page, status: int) -> str:
    words = page.words
    if len(words) > (LONGEST_WITH_SUCCESS if status < 300 else LONGEST_GATE):
        return ""
    if found := ROBOT_CHECK.search(" ".join(words)):
        return found[0]
    is_short = len(words) <= LONGEST_WITH_SCRIPT
    script = ROBOT_CHECK_SOURCE.search(page.source) if is_short else None
    return script[0] if script else ""


def find_login(page: Page) -> str:
    """The words of a login prompt. A page that first asks for an agreement counts too."""
    return find_in_short_page(LOGIN_PROMPT, page)


def find_consent_prompt(page: Page) -> str:
    """Finds a page that only asks whether it may set cookies, and leaves a choice."""
    words = page.words
    if len(words) > LONGEST_CONSENT_PROMPT:
        return ""
    found = CONSENT_PROMPT.search(" ".join(words[:FIRST_WORDS]))
    choices = set(CONSENT_CHOICE.findall(" ".join(words)))
    return found[0] if found and len(choices) > 1 else ""


def find_server_placeholder(page: Page) -> str:
    """Finds a page that a server shows by itself before anybody has set up the site."""
    return find_in_short_page(SERVER_PLACEHOLDER, page)


def find_in_short_page(phrases: re.Pattern[str], page: Page) -> str:
    is_short = len(page.words) <= LONGEST_GATE
    found = phrases.search(" ".join(page.words)) if is_short else None
    return found[0] if found else ""
