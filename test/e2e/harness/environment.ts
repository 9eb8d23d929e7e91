/** A variable that the cluster or the world gives. @throws Error that says how to get it. */
export function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: test/e2e/README.md says which variables e2e tests need`);
  return value;
}
