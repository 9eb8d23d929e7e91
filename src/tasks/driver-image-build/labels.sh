# shellcheck shell=bash
# What the image says of itself, to people and to tools: labels of the image, and annotations of its manifest. Needs page-size.sh, made_of, BASE_IMAGE,
# BASE_IMAGE_NAME, DRIVER_TOOLKIT_IMAGE, IMAGE, DRIVER_VERSION, MODULE_FLAVOUR, ARCH, KERNEL, RHEL_VERSION, PACKAGES, CVE_UPDATES, INPUTS, SIGNER,
# SOURCE_COMMIT, SOURCE_REPOSITORY, PACKAGE_VERSION.

# describe_image: appends them to `options` of buildah build
describe_image() {
  local label base_name=${BASE_IMAGE_NAME//\{rhel\}/${RHEL_VERSION%%.*}}
  for label in proof=1 "version=$PACKAGE_VERSION" "source-commit=$SOURCE_COMMIT" "inputs=$INPUTS" "driver-version=$DRIVER_VERSION" "kernel=$KERNEL" \
    "arch=$ARCH" "page-size=$(page_size "$KERNEL")" "module-flavour=$MODULE_FLAVOUR" "signer=$SIGNER" "signer-name=$(made_of signer-name)" \
    "certificate=$(made_of certificate)" "kmod-image=$(made_of kmod-image)" "driver-toolkit=$DRIVER_TOOLKIT_IMAGE" "packages=$PACKAGES" \
    ${CVE_UPDATES:+"cve-updates=$CVE_UPDATES"}; do
    options+=(--label "nvidia-driver-pipelines.$label")
  done

  # https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md. As labels too: not every tool reads a manifest's annotations.
  local title="NVIDIA driver $DRIVER_VERSION for kernel $KERNEL"
  for label in "title=$title" "version=$DRIVER_VERSION" "source=$SOURCE_REPOSITORY" "revision=$SOURCE_COMMIT" "base.name=${base_name%@*}" \
    "base.digest=${BASE_IMAGE#*@}"; do
    options+=(--label "org.opencontainers.image.$label" --annotation "org.opencontainers.image.$label")
  done

  # What NVIDIA's own images have (NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile), and what is left is the base image's: it
  # would name another image, and others than who built this one.
  for label in "name=${IMAGE#*/}" "version=$DRIVER_VERSION" "release=$KERNEL" "vcs-ref=$SOURCE_COMMIT" "summary=$title" "description=$title, $MODULE_FLAVOUR modules, precompiled" \
    "io.k8s.display-name=$title" "io.k8s.description=$title, $MODULE_FLAVOUR modules, precompiled" vendor= maintainer= url= vcs-type= build-date= \
    com.redhat.component= cpe= org.opencontainers.image.vendor= org.opencontainers.image.created=; do
    options+=(--label "$label")
  done
}
