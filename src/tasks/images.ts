/** The images that the steps run in; each can be another one, a mirror's for example. */
export interface StepImages {
  /** Has oc, jq, bash and coreutils. */
  readonly oc: string;
  /** Has buildah, skopeo, jq, curl, openssl, gzip, tar, bash and coreutils. */
  readonly buildah: string;
}

/**
 * One public image for every architecture has all of it, so that a node pulls it once.
 *
 * Tag 1.8.1; the index digest is shown by konflux-ci/build-definitions at 6904ca204e66889a2dc35ad7d860d56632fd17be, what is in it by
 * konflux-ci/task-runner: Installed-Software.md and deps/rpm/rpms.lock.yaml at e04cf685 (oc, jq, skopeo, curl, openssl, gzip, tar, coreutils) and CHANGELOG.md at
 * 12a709d1962807cdfd6294371483e6e058f53c18 (buildah since 1.2.0, 1.44.0 in 1.8).
 */
const taskRunner = 'quay.io/konflux-ci/task-runner@sha256:b9ef0479b57a494368a12a02886c650314c9ac7391c6228f21065865aab71c9e';

/**
 * What the steps run in unless the configuration says otherwise.
 *
 * @example
 * const images: StepImages = { ...stepImages, oc: 'registry.example.com/tools/oc:4.20' };
 */
export const stepImages: StepImages = { oc: taskRunner, buildah: taskRunner };
