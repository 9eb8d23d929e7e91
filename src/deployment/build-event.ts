import type { Target } from '../config/config';
import { longestTargetName } from '../config/rules/names';
import { platforms } from '../driver/platform';
import type { CelBoolean, CelString } from '../tekton/triggers/cel';
import { cel } from '../tekton/triggers/cel-interceptor';
import { TriggerEvent } from '../tekton/triggers/event';

/**
 * What is posted to the listener to have an image built:
 * `{"target": "r580-x86-64", "release": "4.20.4", "kernel": "5.14.0-570.62.1.el9_6.x86_64", "attempt": 1}`. Names only: which images,
 * URLs and keys they mean is in the configuration, so that a forged event brings in no foreign code.
 *
 * @example
 * buildEvent.body.target; // $(body.target)
 */
export const buildEvent = new TriggerEvent('build', {
  body: {
    /** Name of a target. */
    target: 'string',
    /** Full version of an OpenShift release. */
    release: 'string',
    /** The kernel of the release that is meant, as `uname -r` prints it; whoever posts by hand need not know it. */
    'kernel?': 'string',
    /** Which attempt, from 1 on: another one is another run. */
    'attempt?': 'number',
  },
});

const mostAttempts = 99;

/** Names of Kubernetes objects that Tekton takes are at most this long. Source: tektoncd/pipeline, pkg/apis/validate/metadata.go. */
const longestName = 63;

/** What is left for kernel or release in `<target>-<kernel or release>-<attempt>`. */
const longestPart = longestName - longestTargetName - `--${mostAttempts}`.length;

/**
 * Versions as OpenShift has them: `4.20.4`, `4.21.0-rc.1`. With `-` in one place only, two of them are two names also when their dots
 * are `-`; with a letter after it, none has the name of a kernel.
 */
const version = /^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){2}(-[a-z][a-z0-9]*(\.[a-z0-9]+)*)?$/;

/** What an event may name, as the watcher's programs take it: it asks for nothing that the listener would refuse. */
export const eventLimits = { longestPart, mostAttempts, version: version.source } as const;

/** Kernels as RHEL has them, of which two are two names too: `5.14.0-570.62.1.el9_6.` and what a platform's end in. */
const kernelOfRhel = /^[0-9]+\.[0-9]+\.[0-9]+-[0-9][0-9a-z]*(\.[0-9a-z]+)*\.el[0-9]+(_[0-9]+)?\.[_a-z0-9+]+$/;

/** Kernels with real time, for which there are no precompiled drivers. */
const realTime = /\.rt[0-9]/;

/** What holds where a text is the version of a release, and short enough for the name of a run. */
export function isVersion(text: CelString): [CelBoolean, CelBoolean] {
  return [text.size().isBetween(5, longestPart), text.matches(version)];
}

/**
 * Lets events for a target pass that are exactly of the shape above; gives what is to be built as a part of a name: the kernel without
 * its architecture, which the target has, or the release where the event names no kernel.
 *
 * @example
 * buildsOf({ name: 'r580-x86-64', platform: 'x86_64' }).extensions.part; // $(extensions.part)
 */
export function buildsOf({ name, platform }: Pick<Target, 'name' | 'platform'>) {
  const { arch, kernelSuffix } = platforms[platform];
  const end = `.${arch}${kernelSuffix}`;
  return cel(buildEvent, {
    filter: ({ body, isWellFormed, hasNoOtherField }): CelBoolean =>
      isWellFormed.and(
        hasNoOtherField,
        body.target.equals(name),
        ...isVersion(body.release),
        body.kernel.isAbsentOr(kernel =>
          kernel
            .size()
            .isBetween(1, longestPart + end.length)
            .and(kernel.endsWith(end), kernel.matches(kernelOfRhel), kernel.matches(realTime).not()),
        ),
        body.attempt.isAbsentOr(attempt => attempt.isBetween(1, mostAttempts).and(attempt.isWhole())),
      ),
    overlays: ({ body }) => ({
      part: body.kernel
        .map(kernel => kernel.withoutEnd(end))
        .orElse(body.release)
        .translate(/[^a-z0-9]/, '-'),
    }),
  });
}
