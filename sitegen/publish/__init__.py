"""Write the files: staged first, then moved into place; with the manifests and the lock of the output folder."""

from sitegen.publish.folder import (
    FolderState,
    ForeignFiles,
    OutputFolder,
    PublishResult,
    Staging,
    publish,
    sha256_hex,
)
from sitegen.publish.lock import BuildLocked, LockError, build_lock
from sitegen.publish.manifests import (
    BuildManifest,
    file_state,
    load_manifest,
    save_manifest,
    verify_published,
    write_public_manifest,
)

__all__ = [
    "BuildLocked",
    "BuildManifest",
    "FolderState",
    "ForeignFiles",
    "LockError",
    "OutputFolder",
    "PublishResult",
    "Staging",
    "build_lock",
    "file_state",
    "load_manifest",
    "publish",
    "save_manifest",
    "sha256_hex",
    "verify_published",
    "write_public_manifest",
]
