"""An overlay that Kustomize refuses is told with Kustomize's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.kubernetes.rendering import RenderingFailed, render


def test_an_overlay_with_a_missing_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [nowhere.yaml]\n")
    with pytest.raises(RenderingFailed, match=r"nowhere\.yaml"):
        render(tmp_path)


def test_without_kubectl_it_is_said_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(RenderingFailed, match="make test"):
        render(tmp_path)
