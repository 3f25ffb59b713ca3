"""
Dask renders feeds in processes of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from many import URL, documents, jobs
from stridesfeed.batch import render_many


# Dask's own warnings, about event loops and busy machines.
@pytest.mark.filterwarnings("ignore")
def test_dask_gives_the_same_bytes(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    render_many(jobs(40), tmp_path / "here", url=URL)

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        report = render_many(jobs(40), tmp_path / "there", url=URL, executor=client.get_executor(), chunk=4)

    assert (report.written + report.unchanged, report.failed) == (40, 0)
    assert documents(tmp_path / "there") == documents(tmp_path / "here")
