"""Lines for cron and units for systemd: right paths, right quoting, checked where systemd is."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from desk.errors import UsageProblem
from desk.schedule import ScheduleOrder, cron_text, minutes_of, systemd_text, systemd_units
from tests.desk.conftest import Run

ORDER = ScheduleOrder(
    ("/opt/news corroborator/bin/corroborate",), Path("/srv/news/50%/news.db"), Path("/srv/news/outlets.toml"),
    (Path("/srv/news/mine.toml"),), 15, ("--contact", "https://desk.example/?a=$b&c=%d"), Path("/srv/backups"), Path("/var/log/it's.log"),
)  # fmt: skip


def test_cron_lines_are_five_fields_and_a_command_that_a_shell_reads_back() -> None:
    lines = [line for line in cron_text(ORDER).splitlines() if not line.startswith("#")]
    assert len(lines) == 2
    for line, command in zip(lines, (ORDER.cycle, ORDER.upkeep), strict=True):
        fields = line.split(" ", 5)
        assert all(set(field) <= set("0123456789,*/") for field in fields[:5])
        assert "%" not in fields[5].replace("\\%", ""), "a bare percent sign would end the command"
        words = shlex.split(fields[5].replace("\\%", "%"))
        assert words[: len(command)] == list(command)
        assert words[len(command) :] == [">", "/dev/null", "2>>", "/var/log/it's.log"]


@pytest.mark.parametrize("every", [7, 45, 61, 300, 1000])
def test_times_that_cron_does_not_have_are_refused(every: int) -> None:
    with pytest.raises(UsageProblem, match="divisor of 60"):
        minutes_of(every)


@pytest.mark.parametrize("every", [1, 5, 10, 15, 20, 30, 60, 120, 360, 1440])
def test_times_that_cron_has(every: int) -> None:
    minute, hour = minutes_of(every).split()
    minutes = [int(each) for each in minute.split(",")]
    hours = 1 if hour == "*" else int(hour.removeprefix("*/"))
    assert len(minutes) * every == (60 if hours == 1 and every <= 60 else every)
    assert hours == max(1, every // 60)


@pytest.mark.parametrize("watch", [False, True])
def test_units_are_whole_and_shut_off(watch: bool) -> None:
    import dataclasses

    units = systemd_units(dataclasses.replace(ORDER, watch=watch))
    assert set(units) == {"corroborate.service", "corroborate-upkeep.service", "corroborate-upkeep.timer"} | (
        set() if watch else {"corroborate.timer"}
    )
    for name, text in units.items():
        parser = configparser.RawConfigParser(strict=False)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(text)
        if name.endswith(".service"):
            service = parser["Service"]
            for key in (
                "NoNewPrivileges",
                "ProtectKernelTunables",
                "RestrictNamespaces",
                "LockPersonality",
                "PrivateDevices",
            ):
                assert service[key] == "yes"
            assert (
                service["ProtectSystem"] == "strict"
                and service["UMask"] == "0077"
                and service["CapabilityBoundingSet"] == ""
            )
            assert "ReadWritePaths=/srv/news/50%%" in text and "ReadWritePaths=/srv/backups" in text
            assert service["ExecStart"].startswith(
                '"/opt/news corroborator/bin/corroborate" --db /srv/news/50%%/news.db'
            )
    assert "a=$$b&c=%%d" in units["corroborate.service"]
    assert ("Restart=on-failure" in units["corroborate.service"]) is watch
    assert "[Service]" in systemd_text(
        ORDER
    ) and "enable --now corroborate.timer corroborate-upkeep.timer" in systemd_text(ORDER)


@pytest.mark.parametrize("watch", [False, True])
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, watch: bool) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    order = ScheduleOrder(("/bin/true",), tmp_path / "news.db", options=("--contact", "a b$c%"), watch=watch)
    for name, text in systemd_units(order).items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *map(str, sorted(tmp_path.glob("corroborate*")))],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "corroborate" in line]
    assert not ours, ours


def test_the_command_says_now_what_run_would_not_take(corroborate: Run, folder: Path) -> None:
    good = corroborate("schedule", "cron", "--", "--delay", "3", "--contact", "https://desk.example/bot")
    assert good.code == 0 and "run --delay 3 --contact https://desk.example/bot" in good.out
    assert f"--db {folder}/news.db --outlets {folder}/outlets.toml" in good.out
    bad = corroborate("schedule", "systemd", "--", "--dealy", "3")
    assert bad.code == 2 and "--dealy" in bad.err
    written = corroborate("schedule", "systemd", "--watch", "--to", folder)
    assert sorted(written.out.split()) == sorted(str(path) for path in folder.glob("corroborate*"))
