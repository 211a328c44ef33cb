"""Write the files: staged first, then moved into place; with the manifests and the lock of the output folder."""

from sitegen.publish.folder import BuildLocked, FolderState, ForeignFiles, OutputFolder, build_lock, sha256_hex
from sitegen.publish.manifest import BuildManifest, load_manifest, save_manifest
from sitegen.publish.public_manifest import manifest_mtime, verify_published, write_public_manifest
from sitegen.publish.publish import PublishResult, Staging, publish

__all__ = [
    "BuildLocked",
    "BuildManifest",
    "FolderState",
    "ForeignFiles",
    "OutputFolder",
    "PublishResult",
    "Staging",
    "build_lock",
    "load_manifest",
    "manifest_mtime",
    "publish",
    "save_manifest",
    "sha256_hex",
    "verify_published",
    "write_public_manifest",
]
