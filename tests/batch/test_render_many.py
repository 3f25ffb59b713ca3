"""
Many feeds are rendered in any executor, only where they changed, and none fails another.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import feedparser
import pytest

from killing import calls_of, in_a_process, killed_at
from makers import a_feed
from many import URL, a_job, die, documents, fail, jobs, load, render_to
from stridesfeed import DiskCache, FieldError, InvalidError, MemoryCache, RenderSettings, WorkerError, render_all
from stridesfeed.batch import BatchReport, FeedJob, FeedResult, render_many
from stridesfeed.emit import FORMATS
from stridesfeed.workers import InlineExecutor

T = TypeVar("T")
P = ParamSpec("P")

spawned = partial(ProcessPoolExecutor, mp_context=get_context("spawn"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[DiskCache]:
    with DiskCache(tmp_path / "journal") as cache:
        yield cache


def counts(report: BatchReport) -> tuple[int, int, int, int]:
    return (report.written, report.unchanged, report.skipped, report.failed)


def test_documents_are_those_of_render_all(tmp_path: Path) -> None:
    render_many([a_job(8)], tmp_path, url=URL)

    base = "https://feeds.example/users/1/8"
    rendered = render_all(load(8), urls={name: f"{base}/{each.file_name}" for name, each in FORMATS.items()})
    assert documents(tmp_path) == {f"users/1/8/{FORMATS[name].file_name}": document for name, document in rendered.items()}
    assert feedparser.parse(rendered["atom"]).feed.title == "User 8"


def test_a_feed_chooses_its_formats_file_names_and_domain(tmp_path: Path) -> None:
    job = FeedJob(path="ann é/", feed=load(1), files={"rss": "index.xml"}, url="https://ann.example/blog/")

    render_many([job], tmp_path, url=URL)

    assert documents(tmp_path) == {
        "ann é/index.xml": render_all(load(1), urls={"rss": "https://ann.example/blog/index.xml"}, formats=["rss"])["rss"]
    }


def test_without_a_url_documents_have_no_self_link(tmp_path: Path) -> None:
    render_many([FeedJob(path="a/", feed=a_feed(), files={"atom": "atom.xml"})], tmp_path)

    assert documents(tmp_path) == {"a/atom.xml": render_all(a_feed(), formats=["atom"])["atom"]}


@pytest.mark.parametrize("make", [ThreadPoolExecutor, spawned])
def test_any_executor_gives_the_same_bytes(make: Callable[[int], Executor], tmp_path: Path) -> None:
    render_many(jobs(50), tmp_path / "here", url=URL)

    with make(2) as executor:
        report = render_many(jobs(50), tmp_path / "there", url=URL, executor=executor, chunk=4)
        assert executor.submit(len, "open").result() == 4

    assert counts(report) == (50, 0, 0, 0)
    assert documents(tmp_path / "there") == documents(tmp_path / "here")


def test_processes_of_our_own_give_the_same_bytes(tmp_path: Path) -> None:
    render_many(jobs(20), tmp_path / "here", url=URL, settings=RenderSettings(jobs=2, cache=MemoryCache()))
    render_many(jobs(20), tmp_path / "there", url=URL, jobs=2, chunk=3, settings=RenderSettings(cache=MemoryCache()))

    assert documents(tmp_path / "there") == documents(tmp_path / "here")


def test_only_changed_documents_are_written(tmp_path: Path) -> None:
    render_many(jobs(6), tmp_path, url=URL)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}

    report = render_many([a_job(0, partial(load, text="New")), *list(jobs(6))[1:]], tmp_path, url=URL)

    assert counts(report) == (1, 5, 0, 0)
    assert report.documents == 3
    changed = {path.parent.name for path, moment in before.items() if path.stat().st_mtime_ns != moment}
    assert changed == {"0"}


def test_a_feed_with_the_version_of_the_last_run_is_not_loaded(tmp_path: Path, journal: DiskCache) -> None:
    render_many(jobs(5, version="1"), tmp_path / "out", url=URL, journal=journal)

    report = render_many((a_job(number, fail, "1") for number in range(5)), tmp_path / "out", url=URL, journal=journal)

    assert counts(report) == (0, 0, 5, 0)


@pytest.mark.parametrize(
    "other",
    [
        {"url": "https://other.example/"},
        {"settings": RenderSettings(engine="nh3")},
    ],
)
def test_a_version_counts_only_for_the_same_settings(tmp_path: Path, journal: DiskCache, other: dict[str, Any]) -> None:
    render_many(jobs(2, version="1"), tmp_path / "out", url=URL, journal=journal)

    arguments: dict[str, Any] = {"url": URL, "journal": journal} | other
    report = render_many(jobs(2, version="1"), tmp_path / "out", **arguments)

    assert report.skipped == 0


def test_a_version_counts_only_for_the_same_sink(tmp_path: Path, journal: DiskCache) -> None:
    for folder in (tmp_path / "one", tmp_path / "two"):
        assert counts(render_many(jobs(2, version="1"), folder, url=URL, journal=journal)) == (2, 0, 0, 0)


def test_the_journal_saves_reading_documents_that_have_not_changed(tmp_path: Path, journal: DiskCache) -> None:
    render_many(jobs(2), tmp_path / "out", url=URL, journal=journal)
    damaged = tmp_path / "out" / "users" / "0" / "0" / "feed.xml"
    damaged.write_bytes(b"damaged by someone else")

    assert counts(render_many(jobs(2), tmp_path / "out", url=URL, journal=journal)) == (0, 2, 0, 0)
    assert counts(render_many(jobs(2), tmp_path / "out", url=URL)) == (1, 1, 0, 0)
    assert damaged.read_bytes() != b"damaged by someone else"


def test_no_feed_fails_another(tmp_path: Path) -> None:
    (tmp_path / "users").mkdir()
    (tmp_path / "users" / "3").write_text("a file in place of a folder")
    results: list[FeedResult] = []
    wrong = FeedJob(path="wrong/", feed=lambda: None)  # type: ignore[arg-type, return-value]

    report = render_many([a_job(0), a_job(1, fail), wrong, a_job(3), a_job(4)], tmp_path, on_result=results.append)

    assert counts(report) == (2, 0, 0, 3)
    assert [str(result).partition(": cannot")[0] for result in report.failures] == [
        "users/1/1/: KeyError: 'no user 1'",
        "wrong/: feed at 'wrong/': feed: must be a function that returns a Feed, and not NoneType",
        f"users/3/3/: {tmp_path / 'users' / '3' / '3' / 'feed.xml'}",
    ]
    assert "in fail" in report.failures[0].traceback
    assert [result.outcome for result in results] == ["written", "failed", "failed", "failed", "written"]
    assert sorted({path.partition("/feed")[0].partition("/atom")[0] for path in documents(tmp_path)}) == ["users/0/0", "users/3", "users/4/4"]


def test_a_feed_that_failed_is_tried_again(tmp_path: Path, journal: DiskCache) -> None:
    render_many([a_job(1, fail, "1")], tmp_path / "out", journal=journal)

    assert counts(render_many([a_job(1, load, "1")], tmp_path / "out", journal=journal)) == (1, 0, 0, 0)


def test_a_thousand_failures_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    report = render_many((a_job(number, fail) for number in range(1003)), tmp_path)

    assert (len(report.failures), report.failed, str(report)) == (1000, 1003, "1,003 feeds failed")


def test_a_feed_that_kills_its_process_is_the_only_one_to_fail(tmp_path: Path) -> None:
    some = [*jobs(9), a_job(9, die), a_job(10), a_job(11, die), a_job(12)]

    report = render_many(some, tmp_path, jobs=2, chunk=4)

    assert counts(report) == (11, 0, 0, 2)
    assert [failure.path for failure in report.failures] == ["users/2/9/", "users/4/11/"]
    assert report.failures[0].error.startswith("BrokenProcessPool: ")


class Forgetful(InlineExecutor):
    """
    Loses the result of its first call, as if the worker had died just afterwards.
    """

    calls = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self.calls += 1
        if self.calls == 1:
            future = Future()
            future.set_exception(BrokenProcessPool("the worker died"))
        return future


def test_documents_whose_result_was_lost_count_as_written(tmp_path: Path) -> None:
    assert counts(render_many(jobs(3), tmp_path, executor=Forgetful())) == (3, 0, 0, 0)


def test_a_broken_executor_is_one_clear_error(tmp_path: Path, journal: DiskCache) -> None:
    some = [*jobs(8, version="1"), a_job(8, die, "1")]

    with spawned(1) as executor, pytest.raises(WorkerError, match="the workers are gone"):
        render_many(some, tmp_path / "out", executor=executor, chunk=2, journal=journal)

    report = render_many(jobs(9, version="1"), tmp_path / "out", journal=journal)
    assert report.failed == 0
    assert report.skipped + report.unchanged + report.written == 9
    assert report.skipped + report.unchanged >= 2


def test_a_closed_executor_is_one_clear_error(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        pass

    with pytest.raises(WorkerError, match="the executor was closed"):
        render_many(jobs(1), tmp_path, executor=executor)


def test_arguments_that_cannot_be_right_are_reported_together(tmp_path: Path) -> None:
    wrong: dict[str, Any] = {"chunk": 0, "in_flight": -1, "jobs": True, "journal": "feeds.journal", "executor": ThreadPoolExecutor}

    with pytest.raises(InvalidError) as raised:
        render_many(jobs(1), tmp_path, **wrong)

    assert [fault.field for fault in raised.value.faults] == ["jobs", "chunk", "in_flight", "journal", "executor"]
    assert "journal: must be a cache such as DiskCache" in str(raised.value)


def test_feeds_that_are_no_jobs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FieldError, match=r"render_many: feeds: must be FeedJob objects, not Feed: write FeedJob\(path=…, feed=…\)"):
        render_many([a_feed()], tmp_path)  # type: ignore[list-item]


def test_a_feed_that_cannot_be_pickled_fails_alone(tmp_path: Path) -> None:
    with spawned(1) as executor:
        report = render_many([a_job(0), FeedJob(path="b/", feed=lambda: load(1)), a_job(2)], tmp_path, executor=executor)

    assert counts(report) == (2, 0, 0, 1)
    assert "pickle" in report.failures[0].error


class Counting(ThreadPoolExecutor):
    """
    Counts the calls that are not finished.
    """

    unfinished = most = 0

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        """
        Count, and call.
        """
        self.unfinished += 1
        self.most = max(self.most, self.unfinished)
        future = super().submit(*given, **named)
        future.add_done_callback(self._finished)
        return future

    def _finished(self, _: Future[Any]) -> None:
        self.unfinished -= 1


def test_feeds_are_read_as_fast_as_they_are_finished(tmp_path: Path) -> None:
    ahead: list[int] = []
    done: list[FeedResult] = []

    def watched() -> Iterator[FeedJob]:
        for number, job in enumerate(jobs(60)):
            ahead.append(number - len(done))
            yield job

    with Counting(2) as executor:
        render_many(watched(), tmp_path, executor=executor, chunk=2, in_flight=3, on_result=done.append)

    assert executor.most <= 3
    assert max(ahead) <= 2 * (3 + 1)


def test_an_error_of_the_generator_ends_the_run_and_loses_nothing(tmp_path: Path, journal: DiskCache) -> None:
    def broken() -> Iterator[FeedJob]:
        yield from jobs(7, version="1")
        raise ConnectionError("the database is gone")

    with pytest.raises(ConnectionError):
        render_many(broken(), tmp_path / "out", journal=journal, chunk=2, in_flight=1)

    assert render_many(jobs(7, version="1"), tmp_path / "out", journal=journal).failed == 0
    assert len(documents(tmp_path / "out")) == 21


def test_a_run_that_is_killed_anywhere_is_completed_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    expected = {}
    for text in ("one", "two"):
        render_to(tmp_path / text, 8, text)
        expected[text] = documents(tmp_path / text)
    render_to(folder, 8, "one")
    length = calls_of(lambda: render_to(tmp_path / "measured", 8, "two"))

    killed = 0
    for part in range(1, 9):
        text = "two" if part % 2 else "one"
        killed += bool(in_a_process(partial(killed_at, length * part // 9, partial(render_to, folder, 8, text))))
        whole = {*expected["one"].values(), *expected["two"].values()}
        assert all(document in whole for name, document in documents(folder).items() if not Path(name).name.startswith(".stridesfeed-"))

    render_to(folder, 8, "two")
    assert killed >= 6
    assert documents(folder) == expected["two"]


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = """
import multiprocessing, os, signal, sys
from stridesfeed.workers import Processes

if __name__ == "__main__":
    pool = Processes(1)
    print(pool.submit(os.getpid).result(), flush=True)
    sys.stdin.read()
"""
    (tmp_path / "program.py").write_text(program)
    with subprocess.Popen([sys.executable, str(tmp_path / "program.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:  # noqa: S603
        assert parent.stdout
        int(parent.stdout.readline())
        parent.kill()
        # The worker has the other end of the pipe: it is closed when the worker has ended too.
        assert parent.stdout.read() == b""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"path": "a"}, "feed at 'a': path: must end in a slash: write 'a/'"),
        ({"path": "../a/"}, "must stay below the output folder"),
        ({"path": "/a/"}, "must be a path below the output folder"),
        ({"feed": "a"}, "feed: must be a Feed, or a function that returns one, not 'a'"),
        ({"files": {"pdf": "a.pdf"}}, "files: must be one of rss, atom, json, not 'pdf'"),
        ({"url": "feeds/"}, "url: "),
    ],
)
def test_a_job_with_a_bad_field_does_not_exist(fields: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"path": "a/", "feed": a_feed()} | fields

    with pytest.raises(InvalidError) as raised:
        FeedJob(**given)

    assert message in str(raised.value)


def test_a_report_is_one_line() -> None:
    assert str(BatchReport()) == "0 feeds written"
    assert str(BatchReport(written=1, skipped=2000, documents=1, bytes=3000)) == "1 feed written, 2,000 skipped: 1 document, 3,000 bytes"
