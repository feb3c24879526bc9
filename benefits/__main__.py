"""The command line: screen · plan · whatif · freeze · reopen · schema · ledger · lawdays · check · quotes · bulk · diff · synth.

The only place in benefits/ that knows today's date.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from .household import why


def _fail(problems: list[str]) -> NoReturn:
    print("\n".join(problems), file=sys.stderr)
    sys.exit(2)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **more: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **more)
        self._positionals.title, self._optionals.title = "要写的", "可以加的"
        self.add_argument("-h", "--help", action="help", help="看这份说明")

    def error(self, message: str) -> NoReturn:
        said = " ".join(sys.argv[1:])
        _fail([f"命令写得不对：“python -m benefits{' ' + said if said else ''}”。能用的：screen 文件 [--as-of 日期] [--parameters 文件] "
               "[--format json|text]、plan 文件 [--ics 日历文件]、whatif 文件 --set 哪一样=改成什么、freeze 文件、reopen 存下来的文件、"
               "schema、ledger [--format json|text]、lawdays、check、quotes 文件、"
               "bulk 人员表 [家庭表] --out 目录、diff 旧 新、synth --persons 人数 --out 目录"])


def _parse(text: str) -> Any:
    """JSON, numbers as exact decimals. Raises JSONDecodeError for what is none, ValueError in Chinese for what no answer can be."""
    def constant(text: str) -> NoReturn:
        raise ValueError(f"{text} 不是数")

    def whole(text: str) -> int:
        if len(text) > 30:
            raise ValueError(f"{text[:20]}… 这个数太长")
        return int(text)

    def decimal(text: str) -> Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise ValueError(f"{text[:20]} 这个数太大或太小") from None

    def pairs(items: list) -> dict:
        found: dict = {}
        for key, value in items:
            if key in found:
                raise ValueError(f"“{key}”写了两遍")
            found[key] = value
        return found
    try:
        return json.loads(text, parse_float=decimal, parse_int=whole, parse_constant=constant, object_pairs_hook=pairs)
    except RecursionError:
        raise ValueError("一层套一层，太深了") from None


def _json(name: str, what: str) -> Any:
    """The JSON of a file (`-`: standard input); exits 2 with a plain line where it cannot be read."""
    try:
        return _parse(sys.stdin.buffer.read().decode("utf-8-sig") if name == "-" else Path(name).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        _fail([f"{what}：没有“{name}”这个文件"])
    except OSError as error:
        _fail([f"{what}：“{name}”读不了（{why(error)}）"])
    except UnicodeDecodeError:
        _fail([f"{what}：“{name}”不是 UTF-8 文字"])
    except json.JSONDecodeError as error:
        _fail([f"{what}：“{name}”第 {error.lineno} 行第 {error.colno} 列不是正确的 JSON"])
    except ValueError as error:
        _fail([f"{what}：“{name}”里{error}"])


def _day(options: argparse.Namespace) -> date | str:
    """What was written after --as-of, or today."""
    return date.today() if options.as_of is None else options.as_of


def _screen(options: argparse.Namespace) -> None:
    from .household import InputError
    from .screen import as_json, determine
    data = _json(options.file, "输入")
    given = None if options.parameters is None else _json(options.parameters, "parameters")
    try:
        result = determine(data, _day(options), given)
    except InputError as error:
        _fail(error.problems)
    if options.format == "json":
        print(json.dumps(as_json(result), ensure_ascii=False, indent=1))
    else:
        from .entries import listing
        from .readout import text
        print(text(listing(result)))


def _plan(options: argparse.Namespace) -> None:
    from .calendar_file import ics
    from .household import InputError
    from .plan import plan, text
    from .screen import determine
    given = None if options.parameters is None else _json(options.parameters, "parameters")
    try:
        found = plan(determine(_json(options.file, "输入"), _day(options), given), given)
    except InputError as error:
        _fail(error.problems)
    if options.ics is not None:
        try:
            Path(options.ics).write_bytes(ics(found).encode())
        except OSError as error:
            _fail([f"ics：“{options.ics}”写不了（{why(error)}）"])
    print(text(found))


def _whatif(options: argparse.Namespace) -> None:
    from .household import InputError
    from .income_curve import income_curve
    from .income_curve import text as curve_text
    from .screen import determine
    from .whatif import text, what_if
    day = _day(options)
    data = _json(options.file, "输入")
    changes = [_change(c) for c in options.set]
    twice = [key for n, (key, _) in enumerate(changes) if key in dict(changes[:n])]
    if twice:
        _fail([f"set：{key} 写了两遍" for key in dict.fromkeys(twice)])
    try:
        if not options.curve:
            print(text(what_if(data, day, dict(changes), options.on)))
            return
        result = what_if(data, day, dict(changes), options.on).after if changes or options.on else determine(data, day)
        print(curve_text(result, income_curve(result)))
    except InputError as error:
        _fail(error.problems)


def _change(text: str) -> tuple[str, Any]:
    """p1.assistance=dibao: the value as JSON, or, where it is none, as the word itself."""
    key, equals, value = text.partition("=")
    if not equals:
        _fail([f"set：“{text}” 不行。要写成 p1.assistance=dibao 或 household.monthly_income=3000 这样"])
    try:
        return key.strip(), _parse(value)
    except json.JSONDecodeError:
        return key.strip(), value.strip()
    except ValueError as error:
        _fail([f"set：{key.strip()} 里{error}"])


def _freeze(options: argparse.Namespace) -> None:
    from .frozen import code, freeze
    from .household import InputError
    from .screen import determine
    data = _json(options.file, "输入")
    try:
        found = freeze(data, determine(data, _day(options)))
    except InputError as error:
        _fail(error.problems)
    print(code(found) if options.code else json.dumps(found, ensure_ascii=False))


def _reopen(options: argparse.Namespace) -> None:
    from .frozen import from_code, reopen, text
    from .household import InputError
    try:
        found = _json(options.file, "存下来的结果") if options.file.endswith(".json") or options.file == "-" else from_code(options.file)
        print(text(reopen(found)))
    except InputError as error:
        _fail(error.problems)


def _schema(options: argparse.Namespace) -> None:
    from .content import load
    from .schema import schema
    print(json.dumps(schema(load()), ensure_ascii=False, indent=1))


def _ledger(options: argparse.Namespace) -> None:
    from .content import load
    from .ledger import ledger, text, unaccounted
    book = load()
    if options.format == "json":
        print(json.dumps([{"sentence": e.sentence, "kind": e.kind, "benefits": list(e.benefits), "note": e.note}
                          for e in ledger(book)], ensure_ascii=False, indent=1))
    else:
        print(text(book))
    if unaccounted(book):
        sys.exit(1)


def _lawdays(options: argparse.Namespace) -> None:
    from .content import load
    from .lawdays import text
    print(text(load()))


def _check(options: argparse.Namespace) -> None:
    from .content import load
    from .ledger import unaccounted
    from .quotes import unverified
    from .screen import rules_of
    book = load()
    rules_of(book)
    problems = unaccounted(book) + [f"这处引文还没和原文核对过：{q}。拿到原文后运行 python -m benefits quotes 原文.txt"
                                    for q in unverified(book)]
    print("\n".join(problems) or f"都对得上：{len(book.benefits)} 项待遇，{len(book.facts)} 个情况，"
          f"{len(book.parameters)} 个标准，{len(book.sentences)} 句")
    if problems:
        sys.exit(1)


def _quotes(options: argparse.Namespace) -> None:
    from .content import load
    from .quotes import verify, write_lock
    try:
        text = Path(options.text).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        _fail([f"原文：“{options.text}”读不了"])
    problems, count = verify(load(), text)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        sys.exit(1)
    write_lock(load())
    print(f"{count} 处引文都和原文一字不差，已记下。")


def _bulk(options: argparse.Namespace) -> None:
    from .household import InputError
    given = None if options.parameters is None else _json(options.parameters, "parameters")
    try:
        from .bulk.command import bulk, summary
        from .content import load
        manifest = bulk(options.persons, options.households, options.income, options.out,
                        _day(options), given, options.format, options.range)
        print(summary(manifest, options.out, load()))
    except InputError as error:
        _fail(error.problems)
    except OSError as error:
        _fail([f"--out：“{options.out}”写不了（{why(error)}）。算好的留着，用同样的命令接着算"])
    except KeyboardInterrupt:
        _fail(["停了。算好的留着，用同样的命令接着算"])


def _diff(options: argparse.Namespace) -> None:
    from .household import InputError
    try:
        from .bulk.diff import report
        from .content import load
        print(report(options.old, options.new, load(), options.format, options.out))
    except InputError as error:
        _fail(error.problems)
    except OSError as error:
        _fail([f"--out：“{options.out}”写不了（{why(error)}）"])


def _synth(options: argparse.Namespace) -> None:
    from .bulk.command import Progress
    from .bulk.synth import SYNTHETIC, write
    from .content import load
    try:
        paths = write(load(), options.out, options.persons, options.seed, options.unknown, options.format, Progress(options.persons).at)
    except OSError as error:
        _fail([f"--out：“{options.out}”写不了（{why(error)}）"])
    print("\n".join([SYNTHETIC, *map(str, paths)]))


def _at_least(least: float, most: float, kind: type) -> Any:
    def read(text: str) -> Any:
        value = kind(text)
        if not least <= value <= most:
            raise ValueError
        return value
    return read


def _register_commands(commands: Any) -> None:
    many = commands.add_parser("bulk", help="一整份登记表：谁能领什么")
    many.add_argument("persons", metavar="人员表", type=Path, help="人员表，一人一行（Parquet、CSV 或 Excel）")
    many.add_argument("households", metavar="家庭表", type=Path, nargs="?", help="家庭表，一户一行")
    many.add_argument("--income", metavar="文件", type=Path, help="收入表，一项一行；不用它就在家庭表里写 monthly_income")
    many.add_argument("--out", metavar="目录", type=Path, required=True, help="结果放在哪个目录；断了再运行，会接着算")
    many.add_argument("--engine", choices=["polars"], default="polars", help="用什么算")
    many.add_argument("--as-of", metavar="日期", help="计算日；不写就是今天")
    many.add_argument("--parameters", metavar="文件", help="JSON 文件，里面的数代替自带的标准")
    many.add_argument("--format", choices=["parquet", "csv"], default="parquet", help="结果存成哪一种")
    many.add_argument("--range", metavar="数", type=_at_least(1, 10_000_000, int), default=250_000, help="一段大约多少人")
    many.set_defaults(run=_bulk)
    two = commands.add_parser("diff", help="两次结果比一比：应统尽统、应退尽退")
    two.add_argument("old", metavar="旧结果", type=Path, help="上一次 bulk 的目录")
    two.add_argument("new", metavar="新结果", type=Path, help="这一次 bulk 的目录")
    two.add_argument("--format", choices=["text", "json"], default="text", help="给人看，还是给程序用")
    two.add_argument("--out", metavar="文件", type=Path, help="把每一条变化写成 CSV")
    two.set_defaults(run=_diff)
    invented = commands.add_parser("synth", help="合成一份登记表，不是真人")
    invented.add_argument("--persons", metavar="数", type=_at_least(1, 100_000_000, int), required=True, help="多少人")
    invented.add_argument("--seed", metavar="数", type=_at_least(0, 2**63, int), default=1, help="换一个数，合成另一份")
    invented.add_argument("--unknown", metavar="比例", type=_at_least(0, 1, float), default=0.03, help="不知道的占多少，0 到 1")
    invented.add_argument("--out", metavar="目录", type=Path, required=True, help="放在哪个目录")
    invented.add_argument("--format", choices=["parquet", "csv"], default="parquet", help="结果存成哪一种")
    invented.set_defaults(run=_synth)


def main(arguments: list[str] | None = None) -> None:
    """Runs one command. Exit status: 0 done, 1 something in content is unaccounted for, 2 unusable input."""
    parser = _Parser(prog="python -m benefits", description="幸福清单：一户人家能领什么")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True, parser_class=_Parser)
    one = commands.add_parser("screen", help="一户人家的幸福清单")
    one.add_argument("file", metavar="文件", help="JSON 文件，- 表示标准输入")
    one.add_argument("--as-of", metavar="日期", help="计算日，如 2025-06-01；不写就是今天")
    one.add_argument("--parameters", metavar="文件", help="JSON 文件，里面的数代替自带的标准")
    one.add_argument("--format", choices=["json", "text"], default="text", help="给程序用，还是给人看")
    one.set_defaults(run=_screen)
    steps = commands.add_parser("plan", help="先办哪一件：要办的事、要去的地方、往后的日子")
    steps.add_argument("file", metavar="文件", help="JSON 文件，- 表示标准输入")
    steps.add_argument("--as-of", metavar="日期", help="计算日；不写就是今天")
    steps.add_argument("--parameters", metavar="文件", help="JSON 文件，里面的数代替自带的标准")
    steps.add_argument("--ics", metavar="文件", help="把往后的日子写成日历文件")
    steps.set_defaults(run=_plan)
    change = commands.add_parser("whatif", help="改一样答案，看会多什么、少什么")
    change.add_argument("file", metavar="文件", help="JSON 文件，- 表示标准输入")
    change.add_argument("--as-of", metavar="日期", help="计算日；不写就是今天")
    change.add_argument("--set", metavar="哪一样=改成什么", action="append", default=[],
                        help="改哪一样：p1.assistance=dibao、household.residence=yueqing、p2.income.wage=3000、everyone.assistance=none")
    change.add_argument("--on", metavar="日期", help="看到了那一天会怎样")
    change.add_argument("--curve", action="store_true", help="收入一步步往上，补助会怎样")
    change.set_defaults(run=_whatif)
    kept = commands.add_parser("freeze", help="把答案和结果存成一个文件或一行码")
    kept.add_argument("file", metavar="文件", help="JSON 文件，- 表示标准输入")
    kept.add_argument("--as-of", metavar="日期", help="计算日；不写就是今天")
    kept.add_argument("--code", action="store_true", help="写成一行码")
    kept.set_defaults(run=_freeze)
    again = commands.add_parser("reopen", help="打开存下来的结果，看哪里变了")
    again.add_argument("file", metavar="文件", help="存下来的 .json 文件（- 表示标准输入），或那一行码")
    again.set_defaults(run=_reopen)
    commands.add_parser("schema", help="输入的 JSON Schema").set_defaults(run=_schema)
    ledger = commands.add_parser("ledger", help="文件每一句的交代")
    ledger.add_argument("--format", choices=["json", "text"], default="text", help="给程序用，还是给人看")
    ledger.set_defaults(run=_ledger)
    commands.add_parser("lawdays", help="规定和标准从哪一天起变，按日期").set_defaults(run=_lawdays)
    commands.add_parser("check", help="检查 content/ 里的内容").set_defaults(run=_check)
    quotes = commands.add_parser("quotes", help="拿文件原文核对引文")
    quotes.add_argument("text", metavar="原文", help="原文的文本文件")
    quotes.set_defaults(run=_quotes)
    _register_commands(commands)
    stream: Any
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser.parse_args(arguments)
    from .yaml_reader import ContentError
    try:
        options.run(options)
        sys.stdout.flush()
    except ContentError as error:
        _fail(error.problems)
    except KeyboardInterrupt:
        _fail(["停了"])
    except OSError as error:  # every file a command reads or writes has its own line; only the output is left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or it would be tried again at the end
        if not isinstance(error, BrokenPipeError):  # the reader went away (| head): nothing is lost
            _fail([f"输出：写不出去（{why(error)}）"])


if __name__ == "__main__":
    main()
