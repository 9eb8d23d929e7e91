import type { Target } from '../config/config';
import type { Plan, Remark } from './plan';

/** What the shape is called; another one gets another number. README, "Plan", has every field. */
const format = 1;

/** A plan for programs to read. */
export function planJson({ releases, images, refused, warnings }: Plan, targets: readonly Target[]): string {
  const value = {
    format,
    releases,
    targets: targets.map(
      ({ name, platform, driverVersion, type, moduleFlavour, image, baseImage, packages, cveUpdates, nodeSelector }) => ({
        name,
        platform,
        driverVersion,
        type,
        modules: moduleFlavour,
        image,
        baseImage,
        packages,
        cveUpdates,
        nodeSelector,
      }),
    ),
    images: images.map(({ target, kernel = null, rhel = null, ...image }) => ({
      target: target.name,
      kernel,
      rhel,
      releases: image.releases,
      tags: image.tags,
      tagPatterns: image.tagPatterns,
    })),
    refused: refused.map(remark),
    warnings: warnings.map(remark),
  };
  return JSON.stringify(value, null, 2);
}

function remark({ target, releases, reason, fix }: Remark): object {
  return { target: target.name, releases, reason, fix };
}
