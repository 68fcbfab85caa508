"""The settings of mail: every mail waits in the queue of couples/mail_queue, which sends it by what EMAIL_URL names."""

from urllib.parse import quote

from .environment import DATA, LOCAL, env

MAIL_FOLDER = DATA / "mail"  # where mail goes on one's own machine
_USUAL = f"filemail:///{quote(str(MAIL_FOLDER))}" if LOCAL else "smtp://localhost"
vars().update(env.email_url("EMAIL_URL", default=_USUAL))
MAIL_DELIVERY_BACKEND: str = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "couples.mail_queue.backend.Queue"
EMAIL_TIMEOUT: int = env.int(
    "EMAIL_TIMEOUT", default=10
)  # seconds for which a silent mail server is waited for
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Counterpoint <counterpoint@localhost>")
