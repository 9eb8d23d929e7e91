import { expect, test } from 'vitest';
import { configurationOf } from '../../src/deployment/driver-image-run';
import { config } from '../support/deployed';

const [target, other] = config.targets;
if (!target || !other) throw new Error('the configuration has two targets');
const recipeOf = (...given: Parameters<typeof configurationOf>) => configurationOf(...given).recipe;
const recipe = recipeOf(config, target);

test('the recipe of an image is a hash of what shapes it, which every run of its target has', () => {
  expect(recipe).toMatch(/^[0-9a-f]{12}$/);
  expect(recipeOf(config, { ...target })).toBe(recipe);
  const others = [
    recipeOf(config, other),
    recipeOf(config, { ...target, driverVersion: '580.126.20' }),
    recipeOf(config, { ...target, packages: [] }),
    recipeOf({ ...config, secrets: { ...config.secrets, signingKey: 'another' } }, target),
  ];
  expect(new Set([recipe, ...others]).size).toBe(5);
});

test('another mirror makes no other recipe', () => {
  const { entryPoint } = config.sources;
  const mirrored = Object.fromEntries(
    Object.entries(entryPoint).map(([rhel, files]) => [
      rhel,
      Object.fromEntries(Object.entries(files).map(([name, file]) => [name, { ...file, url: 'https://mirror.example.com/file' }])),
    ]),
  );
  const runfile = { ...target.runfile, url: 'https://mirror.example.com/driver.run' };
  expect(recipeOf({ ...config, sources: { ...config.sources, entryPoint: mirrored } }, { ...target, runfile })).toBe(recipe);
});
