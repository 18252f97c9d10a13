"""`corroborate schedule`: lines for cron and units for systemd, with the paths of this very installation and file.

What is printed runs as it is; nothing is installed by this program. A cycle that is due while one is at work is not made
up for (cron: the second one sees the lock and leaves; systemd does not start a unit twice).
"""

from __future__ import annotations

import getpass
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.errors import UsageProblem

UPKEEP_HOUR, UPKEEP_MINUTE = 4, 17
"""When the nightly upkeep runs: an odd minute in the hour in which newsrooms publish least."""


@dataclass(frozen=True, slots=True)
class ScheduleOrder:
    """What is to be scheduled: a cycle each `every` minutes with these options, and the nightly upkeep (backups in `backups`,
    none where that is None). `log` is the file that cron's lines write to. All paths are absolute.
    """

    program: tuple[str, ...]
    db: Path
    outlets: Path | None = None
    overlays: tuple[Path, ...] = ()
    every: int = 15
    options: tuple[str, ...] = ()
    backups: Path | None = None
    log: Path | None = None
    watch: bool = False

    @property
    def _place(self) -> tuple[str, ...]:
        outlets = ("--outlets", str(self.outlets)) if self.outlets else ()
        overlays = tuple(part for path in self.overlays for part in ("--overlay", str(path)))
        return (*self.program, "--db", str(self.db), *outlets, *overlays)

    @property
    def cycle(self) -> tuple[str, ...]:
        """The command of one cycle."""
        return (*self._place, "run", *self.options)

    @property
    def watching(self) -> tuple[str, ...]:
        """The command of a watch."""
        return (*self._place, "watch", "--every", str(self.every), *self.options)

    @property
    def upkeep(self) -> tuple[str, ...]:
        """The command of the nightly upkeep."""
        return (*self._place, "upkeep", *(("--backups", str(self.backups)) if self.backups else ()))


def program() -> tuple[str, ...]:
    """How this program is called from anywhere: the absolute path of its command, else Python with the package's name."""
    beside = Path(sys.executable).parent / "corroborate"
    found = str(beside) if beside.is_file() else shutil.which("corroborate")
    return (str(Path(found).absolute()),) if found else (str(Path(sys.executable).absolute()), "-m", "desk")


def minutes_of(every: int) -> str:
    """The first two fields of a crontab line for a cycle each so many minutes, off the full hour.

    >>> minutes_of(15), minutes_of(120)
    ('7,22,37,52 *', '7 */2')

    Raises:
        UsageProblem: cron has no line for that; the message says which times it has.
    """
    if 60 % every == 0:
        return f"{','.join(str(minute) for minute in range(7 % every, 60, every))} *"
    if every % 60 == 0 and 24 % (every // 60) == 0:
        return f"7 */{every // 60}"
    raise UsageProblem(
        f"cron cannot start something each {every} minutes: use a divisor of 60, or whole hours that divide a day."
    )


def cron_text(order: ScheduleOrder) -> str:
    """Lines for `crontab -e`. In a crontab a percent sign ends the command, so that each is written with a backslash."""
    log = f" 2>> {shlex.quote(str(order.log))}" if order.log else ""

    def line(when: str, command: Sequence[str]) -> str:
        return f"{when} {(shlex.join(command) + ' > /dev/null' + log).replace('%', chr(92) + '%')}"

    upkeep = line(f"{UPKEEP_MINUTE} {UPKEEP_HOUR} * * *", order.upkeep)
    return "\n".join(
        [
            f"# A cycle each {order.every} minutes, and the upkeep at night. Put these lines in with: crontab -e",
            "# What is written here to standard error and not to a log is mailed by cron.",
            line(f"{minutes_of(order.every)} * * *", order.cycle),
            upkeep,
        ]
    )


def systemd_units(order: ScheduleOrder) -> dict[str, str]:
    """File names of units with their content: a service and its timer for cycles (or one service that watches), and a
    service and a timer for the upkeep.
    """
    units: dict[str, str] = {}
    if order.watch:
        restart = ("Restart=on-failure", "RestartSec=60", "TimeoutStopSec=15min", "KillMode=mixed")
        units["corroborate.service"] = _service(
            order, "watches the outlets", order.watching, ("Type=simple", *restart), install=True
        )
    else:
        oneshot = (
            "Type=oneshot",
            "SuccessExitStatus=3",
            "TimeoutStartSec=6h",
            "TimeoutStopSec=15min",
            "KillMode=mixed",
        )
        units["corroborate.service"] = _service(order, "one cycle", order.cycle, oneshot)
        units["corroborate.timer"] = _timer(
            "a cycle",
            ("OnBootSec=2min", f"OnUnitActiveSec={order.every}min", "RandomizedDelaySec=60", "AccuracySec=1s"),
        )
    nightly = ("Type=oneshot", "SuccessExitStatus=3", "TimeoutStartSec=6h")
    units["corroborate-upkeep.service"] = _service(order, "the nightly upkeep", order.upkeep, nightly)
    daily = (f"OnCalendar=*-*-* {UPKEEP_HOUR:02}:{UPKEEP_MINUTE:02}", "RandomizedDelaySec=10min", "Persistent=true")
    units["corroborate-upkeep.timer"] = _timer("the nightly upkeep", daily)
    return units


def systemd_text(order: ScheduleOrder) -> str:
    """The units one after the other, each below the path that it belongs to, and how to switch them on."""
    units = systemd_units(order)
    started = [name for name in units if name.endswith(".timer") or (order.watch and name == "corroborate.service")]
    parts = [f"# /etc/systemd/system/{name}\n{text}" for name, text in units.items()]
    parts.append(
        "# Write each part into the file that its first line names (schedule systemd --to FOLDER does that), then:\n"
        f"#   systemctl daemon-reload && systemctl enable --now {' '.join(started)}\n"
        "#   journalctl -u corroborate -f        # the log, a line a cycle"
    )
    return "\n".join(parts)


def _service(
    order: ScheduleOrder, what: str, command: Sequence[str], lines: Sequence[str], *, install: bool = False
) -> str:
    writable = sorted({str(order.db.parent), *([str(order.backups)] if order.backups else [])})
    places = [Path(word) for word in (*writable, *order.program) if word.startswith("/")]
    home = "read-only" if any(_is_below(place, "/home", "/root", "/run/user") for place in places) else "yes"
    private_tmp = "no" if any(_is_below(place, "/tmp", "/var/tmp") for place in places) else "yes"  # noqa: S108
    text = [
        "[Unit]",
        f"Description=news-corroborator: {what}",
        "After=network-online.target",
        "Wants=network-online.target",
        "",
        "[Service]",
        *lines,
        f"User={getpass.getuser()}",
        f"WorkingDirectory={_escaped(str(order.db.parent))}",
        f"ExecStart={' '.join(_quoted(word) for word in command)}",
        "Nice=5",
        "StandardOutput=null",
        "StandardError=journal",
        "SyslogIdentifier=corroborate",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        *(f"ReadWritePaths={_quoted(path)}" for path in writable),
        f"ProtectHome={home}",
        f"PrivateTmp={private_tmp}",
        "PrivateDevices=yes",
        "ProtectClock=yes",
        "ProtectControlGroups=yes",
        "ProtectHostname=yes",
        "ProtectKernelLogs=yes",
        "ProtectKernelModules=yes",
        "ProtectKernelTunables=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "LockPersonality=yes",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "SystemCallErrorNumber=EPERM",
    ]
    return "\n".join([*text, *(["", "[Install]", "WantedBy=multi-user.target"] if install else []), ""])


def _timer(what: str, lines: Sequence[str]) -> str:
    head = ["[Unit]", f"Description=news-corroborator: {what}", "", "[Timer]"]
    return "\n".join([*head, *lines, "", "[Install]", "WantedBy=timers.target", ""])


def _is_below(path: Path, *roots: str) -> bool:
    return any(path.is_relative_to(root) for root in roots)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """A word of a command line in a unit file (systemd.service(5), "Command lines")."""
    text = _escaped(word).replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./${}*~-]+", text):
        return text
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{escaped}"'
