#!/bin/sh
# Builds the image and pushes it. A ca.crt beside the login in the Secret is trusted.
set -eu
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
cd /sources/app
buildah --root /sources/storage build --tag "$IMAGE" .
buildah --root /sources/storage push --cert-dir /push "$IMAGE"
