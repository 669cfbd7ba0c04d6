"""The words of e-mails about signing in. Pure. They hold first names and nothing else that is personal."""

from dataclasses import dataclass

LINK = "[[link]]"  # where the link goes, which is made as the e-mail leaves
LEAVE_IT = "If you did not expect this, do nothing: nothing opens without you."


@dataclass(frozen=True)
class Words:
    """An e-mail."""

    subject: str
    body: str


def invitation(first_name: str, inviter: str) -> Words:
    """To somebody who has no password yet."""
    return Words(
        "Come in: Kettle is on",
        f"Hello {first_name},\n\n{_invited_by(inviter)} to Kettle, where staff talk with families by text.\n\n"
        f"Choose your password here. The link works once, for two days:\n\n{LINK}\n\n"
        f"Have a phone at hand: it will show you the second code for signing in.\n\n{LEAVE_IT}\n",
    )


def one_more_place(first_name: str, inviter: str, public_url: str) -> Words:
    """To somebody who signs in already, at another place."""
    return Words(
        "You have one more place in Kettle",
        f"Hello {first_name},\n\n{_invited_by(inviter)} to one more place in Kettle. Sign in as usual, with the "
        f"password that you have; Kettle then asks where you are today.\n\n{public_url}/sign-in\n\n{LEAVE_IT}\n",
    )


def _invited_by(inviter: str) -> str:
    return f"{inviter} has invited you" if inviter else "You have been invited"


def forgotten(first_name: str) -> Words:
    """To somebody who forgot their password."""
    return Words(
        "A new password for Kettle",
        f"Hello {first_name},\n\nSomebody, we hope you, asked for a new password for Kettle.\n\n"
        f"Choose it here. The link works once, for one hour:\n\n{LINK}\n\n"
        "If it was not you, do nothing: your password stays as it is.\n",
    )


def no_password_yet(first_name: str) -> Words:
    """To somebody who asked for a new password before they ever chose one."""
    return Words(
        "Your invitation to Kettle",
        f"Hello {first_name},\n\nSomebody, we hope you, asked for a new password for Kettle. You have not chosen one "
        "yet: please ask your manager to send your invitation again.\n\n"
        "If it was not you, do nothing.\n",
    )


def password_changed(first_name: str, public_url: str) -> Words:
    """After the password became another one."""
    return Words(
        "Your password for Kettle was changed",
        f"Hello {first_name},\n\nYour password for Kettle was changed just now, and every other device was signed "
        f"out.\n\nIf that was not you, choose a new one at once, and tell your manager:\n\n{public_url}/forgot\n",
    )


def lost_phone(first_name: str, teller: str) -> Words:
    """To somebody whose phone with the codes is lost."""
    told = f"{teller} told us" if teller else "We were told"
    return Words(
        "Set up your codes for Kettle anew",
        f"Hello {first_name},\n\n{told} that the phone with your codes is lost, so we signed out all your devices.\n\n"
        "Set up the codes on another phone here. You need your password. The link works once, for one hour:\n\n"
        f"{LINK}\n\nIf you have your phone, do nothing: sign in with your password and a code as usual.\n",
    )


def codes_changed(first_name: str, public_url: str) -> Words:
    """After another phone shows the codes."""
    return Words(
        "Your codes for Kettle come from another phone now",
        f"Hello {first_name},\n\nThe codes with which you sign in to Kettle were set up on another phone just now."
        f"\n\nIf that was not you, choose a new password at once, and tell your manager:\n\n{public_url}/forgot\n",
    )


def recovery_code_used(first_name: str, left: int, public_url: str) -> Words:
    """After a code from paper opened the door."""
    rest = {0: "No code is left", 1: "One is left"}.get(left, f"{left} are left")
    return Words(
        "One of your recovery codes was used",
        f"Hello {first_name},\n\nSomebody, we hope you, signed in to Kettle with your password and one of your "
        f"recovery codes. {rest}; you can make new ones under your name, at “Devices and password”.\n\n"
        f"If that was not you, choose a new password at once, and tell your manager:\n\n{public_url}/forgot\n",
    )


def wrong_codes(first_name: str, public_url: str) -> Words:
    """After several wrong codes behind the right password."""
    return Words(
        "Somebody knows your password for Kettle",
        f"Hello {first_name},\n\nSomebody typed your password for Kettle correctly, and then a wrong code several "
        "times. Nothing was opened.\n\n"
        f"If that was not you, choose a new password now:\n\n{public_url}/forgot\n",
    )
