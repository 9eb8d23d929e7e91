import type { Finding } from '../../source/finding';
import type { YamlDocument } from '../../source/yaml-document';
import type { ConfigFile } from '../config-file';
import type { LocatedTarget } from '../targets';

/** What a rule may look at. */
export interface RuleInput {
  /** What the schema accepts of the file. */
  readonly file: ConfigFile;
  /** The file itself, for places and values. */
  readonly source: YamlDocument;
  readonly targets: readonly LocatedTarget[];
}

/** Something that a configuration has to keep to and a schema cannot say. */
export type Rule = (input: RuleInput) => Finding[];
