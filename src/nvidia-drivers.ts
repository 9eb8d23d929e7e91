#!/usr/bin/env node
// The package's one executable: each command is an entry point of its own, and loads what it needs alone.
const commands: Readonly<Record<string, () => Promise<unknown>>> = {
  synth: () => import('./main.js'),
  plan: () => import('./plan.js'),
  check: () => import('./check.js'),
};

const [name = ''] = process.argv.splice(2, 1);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  const problem = name === '' ? 'no command is given' : `"${name}" is no command`;
  console.error(`error: ${problem}\nusage: npx nvidia-drivers ${Object.keys(commands).join('|')} [OPTION]...`);
  process.exitCode = 2;
} else {
  void command();
}
