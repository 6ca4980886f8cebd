"""Projects in the published language."""

from __future__ import annotations

from dataclasses import asdict

from contracts import projects as told
from contracts.vocabulary import ProjectStatus as Status
from services.events.domain.project import Project


def state_of(project: Project) -> told.Project:
    """The content's fields stand beside the project's own."""
    state = asdict(project)
    return told.Project.model_validate(state.pop("content") | state)


def changed(project: Project) -> told.ProjectEvent:
    return told.ProjectChanged(state=state_of(project))


MOVED: dict[Status, type[told.ProjectEvent]] = {
    Status.IDEA: told.ProjectDrafted,
    Status.APPLIED: told.ProjectApplied,
    Status.GRANTED: told.ProjectGranted,
    Status.REFUSED: told.ProjectRefused,
    Status.RUNNING: told.ProjectStarted,
    Status.REPORTED: told.ProjectReported,
    Status.CLOSED: told.ProjectClosed,
}


def moved(project: Project) -> told.ProjectEvent:
    """It has come into its present state."""
    return MOVED[project.status](state=state_of(project))
