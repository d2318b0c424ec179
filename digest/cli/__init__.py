"""The commands. Each lives in a module of its own name, imported only when it is asked for."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

import click

from digest import __version__

# Name -> one line for --help, so that listing the commands imports none of them.
COMMANDS = {
    "init": "Ask a few questions, and write a commented feeds.yml and a first seed here.",
    "schedule": "Print, or install, what runs digest every day: cron, systemd, a workflow, a container.",
    "run": "Fetch, edit, publish, and send where sending is set up: the daily cron line.",
    "fetch": "Ask every source and keep what is new.",
    "edit": "Make today's issue out of what is kept.",
    "publish": "Render an issue and put it in output/.",
    "preview": "Show the mail and the pages in a browser, on this machine only.",
    "approve": "Approve an issue as it is, or take that back: what mail may ask for.",
    "send": "Mail an issue to those who have not had it.",
    "deliveries": "Show what became of an issue's mail: how many had it, and who did not.",
    "serve": "Answer subscribers: sign-up, confirmation, one-click unsubscribe, preferences.",
    "subscribers": "Add, remove, import, export, list, show or erase subscribers.",
    "mailbox": "Read returned mail, and mails to subscribe or leave.",
    "dkim": "Print the DNS records of the keys that sign mail, or make a key.",
    "check": "Check feeds.yml and the templates.",
    "templates": "List, copy, compare or drop templates of your own, which stand before the program's.",
    "doctor": "Look at everything a daily issue depends on; say what is wrong and what to do.",
    "budget": "Show every story of an issue, its score, and why it is in or out.",
    "explain": "Tell why a story stands where it does, or what dropped an article.",
    "stories": "Merge, split, pin or kill stories: corrections that hold until undone.",
    "corrections": "List what was corrected in issues, add a correction, or withhold one.",
    "issues": "List the frozen issues, or show one.",
    "runs": "List what `digest run` did, or tell the whole story of one run.",
    "verify": "Prove that issues are what their sources wrote, and what was frozen and published.",
    "rebuild": "Make issues again, byte for byte, of what they were made of, or check that they would be the same.",
    "sources": "List, test, add, move, remove, import or export sources.",
    "backup": "Write all that cannot be made again to one file.",
    "restore": "Bring back what a backup holds.",
    "db": "Show, check, shrink or upgrade the database.",
    "lab": "Try one stage on text of your own: JSON Lines in, JSON Lines out.",
}


class Lazy(click.Group):
    """A group whose commands are imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"digest.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="digest")
def group() -> None:
    """Every morning one issue you can trust, from your feeds and seed files, in the sources' own words.

    \b
    Exit statuses
      0   made, or rightly nothing new to make
      1   a fault of the program's own; please report it
      2   wrong usage
      3   made, but some sources failed
      4   a frozen issue is not what its sources wrote, or not what was frozen or published
      65  bad data: a feed file, a seed, a lab row, rows of a list of subscribers
      69  no source could be read, or more failed than run.may_fail allows: no issue was made
      74  a file cannot be read or written: the database, output/, feeds.yml
      75  another run holds the lock, the clock cannot be right, or the mail server put messages off
      77  the issue waits for approval, is not what was approved, is too old or empty, or was refused for every reader
      78  bad configuration: feeds.yml, a template, or a password that is not there
      130 stopped by Ctrl-C; 141 nobody reads what is said; 143 stopped by SIGTERM
    """


def program() -> NoReturn:
    """The ``digest`` program as it is installed: ``main``, in a process of its own that ends with it."""
    # A run makes much and drops little before it ends: looking for what could be dropped after every 700 new objects
    # is a twentieth of an edit's work, and finds next to nothing.
    gc.set_threshold(20_000, 10, 10)
    try:
        main()
    except KeyboardInterrupt:  # once more, on the way out
        _end(130)
    except SystemExit as end:
        if isinstance(end.code, int) and _nobody_else_waits():
            _end(end.code)
        raise


def _nobody_else_waits() -> bool:
    """Whether nothing but this thread wants the process: no other thread, debugger, profiler or measure of coverage."""
    monitoring = getattr(sys, "monitoring", None)  # Python 3.12 and newer
    tools = monitoring is not None and any(monitoring.get_tool(number) is not None for number in range(6))
    watched = sys.gettrace() is not None or sys.getprofile() is not None or tools or sys.flags.inspect
    return not watched and threading.active_count() == 1


def _end(status: int) -> NoReturn:
    """End the process without the interpreter's own end, but with all that others asked to be done then.

    To take its modules apart one by one takes the interpreter 40 ms after a fetch, a tenth of what a fetch of 200
    unchanged feeds costs in all; the system frees the whole at once. Every command has closed its files by now.
    """
    atexit._run_exitfuncs()
    status = _said(status)
    if sys.stderr is not None:
        with contextlib.suppress(OSError):  # there is nobody left to tell
            sys.stderr.flush()
    os._exit(status)


def main() -> NoReturn:
    """Runs the command that ``sys.argv`` asks for. Raises ``SystemExit`` with its status."""
    _open_what_is_closed()
    _let_any_terminal_print()
    _listen()
    try:
        # What a command ends with by ``Exit`` comes back as a number; commands themselves return nothing.
        status = group.main(prog_name="digest", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        _usage_as_json(error)
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("digest: stopped", file=sys.stderr)
        status = 130
    except SystemExit as end:
        if not _nobody_reads():
            raise
        status = 141 if end.code == 1 else int(end.code or 0)  # click's own 1 where nobody reads what it prints
    except BrokenPipeError:
        status = 141
    except Exception as error:  # noqa: BLE001  # the one place where every exception ends: told, or raised again
        status = _failed(error)
    sys.exit(_said(status))


def _nobody_reads() -> bool:
    """Whether click met a pipe without a reader: it ends with 1 then, and leaves this behind."""
    return type(sys.stdout).__name__.endswith("PacifyFlushWrapper")


def _open_what_is_closed() -> None:
    """A standard stream that the parent closed leads nowhere: else a file gets its number, and what is said with it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The lowest number that is free, and so the stream's own.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


def _let_any_terminal_print() -> None:
    """Where the locale lacks a character of the news, a question mark takes its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(errors="replace")


def _listen() -> None:
    """Let Ctrl-C and SIGTERM stop the program wherever it is, and tidy up on its way out.

    asyncio's own answer to Ctrl-C waits for the next ``await``, and much of an edit has none.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(143)

    # What a parent chose to ignore (nohup) stays ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, stop)


def _failed(error: Exception) -> int:
    """Tell a user what went wrong; a fault of the program's own keeps its traceback."""
    from digest.cli.report import tell_error, told

    known = told(error)
    if known is None:
        raise error
    tell_error(known)
    return known.status


def _usage_as_json(error: click.ClickException) -> None:
    """For a command line that could not be read, and so never came to its command."""
    if "--json" in sys.argv:
        import json

        print(json.dumps({"error": error.format_message(), "status": error.exit_code}))


def _said(status: int) -> int:
    """The status, once all that was printed is out: the interpreter itself could only complain at its end."""
    if sys.stdout is None:
        return status
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return status or 141  # whoever read our output has gone: `digest issues | head`
        print(f"digest: standard output: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return status or 74
    return status
