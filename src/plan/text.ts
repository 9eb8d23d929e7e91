import type { Target } from '../config/config';
import { count, renderAdvice } from '../source/finding';
import type { PlannedImage } from './outcome';
import type { Plan, Remark } from './plan';

/** A plan for people to read. @param source where it comes from: the configuration, and facts where there are any */
export function planText(source: string, { releases, images, refused, warnings }: Plan, targets: readonly Target[]): string {
  const summary = [
    `${source}: ${count(targets.length, 'target')}, ${count(releases.length, 'release')}`,
    [count(images.length, 'image'), ...(refused.length > 0 ? [`${refused.length} refused`] : [])].join(', '),
  ].join(': ');
  return [
    summary,
    ...targets.flatMap(target => [
      targetText(target),
      ...images.filter(image => image.target === target).map(imageText),
      ...remarks('refused', refused, target),
      ...remarks('warning', warnings, target),
    ]),
  ].join('\n\n');
}

function remarks(mark: string, all: readonly Remark[], target: Target): string[] {
  return all
    .filter(remark => remark.target === target)
    .map(({ releases, ...advice }) => renderAdvice(`${target.name} ${mark}:`, [openShift(releases)], advice));
}

function targetText(target: Target): string {
  const { name, image, driverVersion, type, moduleFlavour, baseImage, driverToolkit, packages, cveUpdates, nodeSelector } = target;
  const labels = Object.entries(nodeSelector).map(([label, value]) => `${label}=${value}`);
  return [
    `${name}: ${type === 'vgpu' ? 'vGPU guest driver' : 'driver'} ${driverVersion}, ${moduleFlavour} modules`,
    `  image: ${image}`,
    `  nodes: ${labels.join(', ')}`,
    `  base image: ${baseImage}`,
    ...(driverToolkit === undefined ? [] : [`  driver toolkit: ${driverToolkit.image}`]),
    ...(type === 'vgpu' ? ['  userspace: that of the runfile'] : []),
    `  packages: ${packages.join('\n            ')}`,
    ...(cveUpdates.length > 0 ? [`  brought up to date: ${cveUpdates.join(', ')}`] : []),
  ].join('\n');
}

function imageText({ kernel, releases, tags, tagPatterns }: PlannedImage): string {
  return [
    `  ${openShift(releases)}`,
    `    kernel: ${kernel ?? 'unknown until looked up'}`,
    `    tags: ${[...tags, ...tagPatterns].join('\n          ')}`,
  ].join('\n');
}

function openShift(releases: readonly string[]): string {
  return `OpenShift ${releases.join(', ')}`;
}
