import { longestTargetName } from '../config/rules/names';
import type { CelBoolean } from '../tekton/triggers/cel';
import { cel } from '../tekton/triggers/cel-interceptor';
import { TriggerEvent } from '../tekton/triggers/event';

/**
 * What is posted to the listener to have an image built: `{"target": "r580-x86-64", "release": "4.20.4", "attempt": 1}`. Names only:
 * which images, URLs and keys they mean is in the configuration, so that a forged event brings in no foreign code.
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
    /** Which attempt, from 1 on: another one is another run. */
    'attempt?': 'number',
  },
});

const mostAttempts = 99;

/** Names of Kubernetes objects that Tekton takes are at most this long. Source: tektoncd/pipeline, pkg/apis/validate/metadata.go. */
const longestName = 63;

/** What is left for the release in `<target>-<release>-<attempt>`. */
const longestRelease = longestName - longestTargetName - `--${mostAttempts}`.length;

/**
 * Versions as OpenShift has them: `4.20.4`, `4.21.0-rc.1`. With `-` in one place only, two of them are two names also when their dots
 * are `-`.
 */
const version = /^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){2}(-[a-z0-9]+(\.[a-z0-9]+)*)?$/;

/**
 * Lets events for a target pass that are exactly of the shape above; gives the release as a part of a name.
 *
 * @example
 * buildsOf('r580-x86-64').extensions.release; // $(extensions.release)
 */
export function buildsOf(target: string) {
  return cel(buildEvent, {
    filter: ({ body, isWellFormed, hasNoOtherField }): CelBoolean =>
      isWellFormed.and(
        hasNoOtherField,
        body.target.equals(target),
        body.release.size().isBetween(5, longestRelease),
        body.release.matches(version),
        body.attempt.isAbsentOr(attempt => attempt.isBetween(1, mostAttempts).and(attempt.isWhole())),
      ),
    overlays: ({ body }) => ({ release: body.release.translate(/[^a-z0-9]/, '-') }),
  });
}
