import type { ReleaseFacts } from './facts';

/** Facts as they are asked for: a thousand releases are not looked through for each of them. */
export class FactsByRelease {
  private readonly byQuestion = new Map<string, ReleaseFacts>();
  private readonly versions = new Map<string, string>();

  constructor(facts: readonly ReleaseFacts[]) {
    for (const each of facts) {
      if (each.image !== undefined) this.versions.set(each.image, each.version);
      const question = `${each.version} ${each.arch}`;
      // Where two images are of one version, one that was looked into says more.
      if (!this.byQuestion.get(question)?.streams?.length) this.byQuestion.set(question, each);
    }
  }

  /** The version of an image that facts name; what else is asked for as it is. */
  versionOf(name: string): string {
    return this.versions.get(name) ?? name;
  }

  of(version: string, arch: ReleaseFacts['arch']): ReleaseFacts | undefined {
    return this.byQuestion.get(`${version} ${arch}`);
  }
}
