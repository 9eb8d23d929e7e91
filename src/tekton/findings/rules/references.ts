import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { isQualifiedName } from '../text-formats';
import { givenOnce } from './given-params';

const see = docs.resolution;

/**
 * A reference to a task, pipeline or step action: by name, or by a resolver with its params.
 *
 * Source: pipeline, pkg/apis/pipeline/v1/container_validation.go (validateRef).
 */
export function reference(ref: Located): Draft[] {
  if (!ref.given) return [];
  const name = ref.at('name');
  const resolver = ref.at('resolver');
  const params = ref.at('params');
  if (resolver.text === '' && !params.given) return named(name);
  return [...(params.given ? resolverParams(params, name, resolver) : []), ...(resolver.text === '' ? [] : resolverName(name))];
}

function named(name: Located): Draft[] {
  if (name.text === '') {
    return [error(name, { rule: 'reference-name', reason: 'is missing', fix: 'write the name of the object, or a resolver', see })];
  }
  if (isUrl(name.text)) return [conciseSyntax(name)];
  if (isQualifiedName(name.text)) return [];
  return [
    error(name, { rule: 'reference-name', reason: 'is no name of an object', fix: 'use lower-case letters, digits and hyphens', see }),
  ];
}

function resolverParams(params: Located, name: Located, resolver: Located): Draft[] {
  return [
    ...(name.text === '' ? [] : [nameAndResolver(name, 'params')]),
    ...(resolver.text === ''
      ? [
          error(resolver, {
            rule: 'reference-resolver',
            reason: 'is missing, but there are params for it',
            fix: 'write resolver: cluster, git, bundles, hub or http',
            see,
          }),
        ]
      : []),
    ...givenOnce(params, see),
  ];
}

function resolverName(name: Located): Draft[] {
  if (name.text === '') return [];
  return [isUrl(name.text) ? conciseSyntax(name) : nameAndResolver(name, 'a resolver')];
}

function nameAndResolver(name: Located, other: string): Draft {
  const fix = 'remove it, and give the name to the resolver as a param';
  return error(name, { rule: 'reference-name', reason: `cannot be beside ${other}`, fix, see });
}

function conciseSyntax(name: Located): Draft {
  const reason = 'is a URL, which needs the feature flag enable-concise-resolver-syntax, off by default';
  return error(name, { rule: 'reference-url', reason, fix: 'write resolver and params', see });
}

function isUrl(name: string): boolean {
  return /[\w-]+:\/\/*/.test(name);
}
