"""The register's tables, by noun."""

from directory.models.actors import (
    Actor,
    ActorText,
    ActorVersion,
    Confirmation,
    DatePrecision,
    Ending,
    PlacePrecision,
)
from directory.models.contacts import Contact
from directory.models.indicators import Indicator
from directory.models.networks import Membership, Programme, ProgrammeVersion
from directory.models.observations import (
    Observation,
    Report,
    ReportRollup,
    ReportRollupCheckpoint,
    ReportRollupDelta,
    SourceKind,
)
from directory.models.pictures import Picture, PictureFile, PictureKind, PictureLicence
from directory.models.revisions import Instance, RecordBytes, Revision, RevisionKind, RevisionNote
from directory.models.rollups import Checkpoint, Rollup, RollupCheckpoint, RollupDelta
from directory.models.seals import Seal, SealScope
from directory.models.taxonomies import Term
from directory.models.words import Beginning, Word

__all__ = [
    "Checkpoint",
    "Actor",
    "ActorText",
    "ActorVersion",
    "Beginning",
    "Confirmation",
    "Contact",
    "DatePrecision",
    "Ending",
    "Indicator",
    "Instance",
    "Membership",
    "Observation",
    "Picture",
    "PictureFile",
    "PictureKind",
    "PictureLicence",
    "PlacePrecision",
    "Programme",
    "ProgrammeVersion",
    "RecordBytes",
    "Report",
    "ReportRollup",
    "ReportRollupCheckpoint",
    "ReportRollupDelta",
    "Revision",
    "RevisionKind",
    "RevisionNote",
    "Rollup",
    "RollupCheckpoint",
    "RollupDelta",
    "Seal",
    "SealScope",
    "SourceKind",
    "Term",
    "Word",
]
