"""Write the files: staged first, then moved into place; with the manifests and the lock of the output folder."""

from sitegen.publish.folder import (
    FolderState,
    ForeignFiles,
    OutputFolder,
    Staging,
    sha256_hex,
)
from sitegen.publish.lock import BuildLocked, LockError, build_lock
from sitegen.publish.manifests import (
    BuildManifest,
    PublicManifest,
    file_state,
    load_manifest,
    parse_public_manifest,
    save_manifest,
    verify_published,
    write_public_manifest,
)
from sitegen.publish.publication import (
    Publication,
    PublishOptions,
    clean_folder,
    prepare_publication,
    publishing,
)
from sitegen.publish.transaction import FileChanges, create_exclusively, staged_file, sync_folder

__all__ = [
    "BuildLocked",
    "BuildManifest",
    "FileChanges",
    "FolderState",
    "ForeignFiles",
    "LockError",
    "OutputFolder",
    "PublicManifest",
    "Publication",
    "PublishOptions",
    "Staging",
    "build_lock",
    "clean_folder",
    "create_exclusively",
    "file_state",
    "load_manifest",
    "parse_public_manifest",
    "prepare_publication",
    "publishing",
    "save_manifest",
    "sha256_hex",
    "staged_file",
    "sync_folder",
    "verify_published",
    "write_public_manifest",
]
