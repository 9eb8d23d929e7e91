import { readFileSync } from 'node:fs';
import { type Finding, inOrder } from '../source/finding';
import { YamlDocument } from '../source/yaml-document';
import type { Config, Target, Upgrade } from './config';
import { ConfigError } from './config-error';
import type { ConfigFile } from './config-file';
import { defaults } from './defaults';
import { doubtfulCombinations } from './rules/combinations';
import { rules } from './rules/rules';
import { openLogins } from './rules/vgpu';
import { targetsOf } from './targets';
import { validate } from './validate';

/** Where the commands find the configuration: NVIDIA_DRIVERS_CONFIG, or beside the user. */
export function configPath(): string {
  return process.env.NVIDIA_DRIVERS_CONFIG ?? 'nvidia-drivers.yaml';
}

/**
 * Reads a configuration file.
 *
 * @throws ConfigError with every finding at once, where there is any; nothing else is read or written.
 * @example
 * const { targets } = readConfig('nvidia-drivers.yaml');
 */
export function readConfig(path: string): Config {
  return parseConfig(path, read(path));
}

/**
 * The configuration that a YAML text means.
 *
 * @param path how findings name the file.
 * @throws ConfigError as readConfig does.
 * @example
 * const sha256 = '0'.repeat(64);
 * const text = `
 * image: quay.io/acme/nvidia-gpu-driver
 * drivers: [{ version: 580.105.08, runfile: { sha256: { x86_64: "${sha256}" } } }]
 * platforms: [x86_64]
 * `;
 * parseConfig('nvidia-drivers.yaml', text).targets.map(({ name }) => name); // ['r580-x86-64']
 */
export function parseConfig(path: string, text: string): Config {
  const source = YamlDocument.single(path, text);
  const syntax = source.syntaxFindings();
  // What is no YAML is not worth reading on: what follows from it would be wrong.
  if (syntax.length > 0) throw new ConfigError(path, [...syntax, ...source.duplicateKeys()]);

  const { file, findings } = validate(source);
  const targets = targetsOf(file);
  const all = [...source.duplicateKeys(), ...findings, ...rules.flatMap(rule => rule({ file, source, targets }))];
  if (all.length > 0) throw new ConfigError(path, all);
  return withDefaults(
    file,
    targets.map(({ target }) => target),
    inOrder([doubtfulCombinations, openLogins].flatMap(rule => rule({ file, source, targets }))),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const fix = 'write it, or name another one in NVIDIA_DRIVERS_CONFIG';
    throw new ConfigError(path, [{ file: path, line: 1, column: 1, path: '', value: '', reason, fix }]);
  }
}

function withDefaults(file: ConfigFile, targets: readonly Target[], warnings: readonly Finding[]): Config {
  const { releases = defaults.releases, registry, caConfigMap, sources } = file;
  return {
    namespace: file.namespace ?? defaults.namespace,
    targets,
    warnings,
    releases: releases.filter(release => release !== undefined),
    ...(registry !== undefined && { registry }),
    retag: file.retag ?? defaults.retag,
    adopt: file.adopt ?? defaults.adopt,
    nodeFeatureRule: file.nodeFeatureRule ?? defaults.nodeFeatureRule,
    operator: { ...defaults.operator, ...file.operator },
    secrets: { ...defaults.secrets, ...file.secrets },
    signing: { ...defaults.signing, ...file.signing },
    subscription: file.subscription ?? defaults.subscription,
    ...(caConfigMap !== undefined && { caConfigMap }),
    images: { ...defaults.images, ...file.images },
    sources: {
      ...defaults.sources,
      ...sources,
      entryPoint: { ...defaults.sources.entryPoint, ...sources?.entryPoint },
      rhel: (sources?.rhel ?? defaults.sources.rhel).filter(repository => repository !== undefined),
    },
    pipelines: { ...defaults.pipelines, ...file.pipelines },
    build: { ...defaults.build, ...file.build },
    apply: { ...defaults.apply, ...file.apply },
    upgrade: upgradeOf(file),
  };
}

function upgradeOf({ upgrade = {} }: ConfigFile): Upgrade {
  const { channels = defaults.upgrade.channels, offered, ...rest } = upgrade;
  return {
    ...defaults.upgrade,
    ...rest,
    offered: { ...defaults.upgrade.offered, ...offered },
    channels: channels.filter(channel => channel !== undefined),
  };
}
