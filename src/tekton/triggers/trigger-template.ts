import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Manifest } from '../manifest';
import { type Metadata, named } from '../metadata';
import { type Declared, type References, references } from '../reference';
import { jsonText, type TemplateParam } from './template-param';

/** What a TriggerTemplate is made from. */
export interface TriggerTemplateProps<P extends Declared<TemplateParam>> extends Metadata {
  /** Params that triggers give: strings. */
  readonly params: P;
  /** The objects that an event creates, in the listener's namespace where they name none. Params are typed references. */
  readonly resources: (params: References<P, 'template'>) => readonly [Manifest, ...Manifest[]];
}

/**
 * A TriggerTemplate (`triggers.tekton.dev/v1beta1`): the objects that an event creates.
 *
 * @see https://tekton.dev/docs/triggers/triggertemplates/
 * @example
 * const template = new TriggerTemplate(chart, 'build', {
 *   params: { revision: { description: 'Commit to build.' } },
 *   resources: ({ revision }) => [pipelineRunManifest({ pipeline, name: `build-${revision}`, params: { revision } })],
 * });
 */
export class TriggerTemplate<const P extends Declared<TemplateParam>> extends Construct {
  /** Name of the TriggerTemplate object. */
  readonly name: string;
  /** The declarations, for triggers. */
  readonly params: P;
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, { params, resources, ...metadata }: TriggerTemplateProps<P>) {
    super(scope, `trigger-template-${name}`);
    this.name = name;
    this.params = params;
    const declared = Object.entries(params).map(([param, { description, default: text }]) => ({
      name: param,
      description,
      ...(text !== undefined && { default: jsonText(text) }),
    }));
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'TriggerTemplate',
      metadata: named(name, metadata),
      spec: {
        ...(declared.length > 0 && { params: declared }),
        resourcetemplates: resources(references(params, 'tt.params')),
      },
    });
  }
}

/**
 * A text that is another for every event (a UUID), and the same in all objects that one event creates.
 *
 * @see https://tekton.dev/docs/triggers/triggertemplates/
 * @example
 * new TriggerTemplate(chart, 'once', {
 *   params: {},
 *   resources: () => [pipelineRunManifest({ pipeline, name: `build-${eventUid}`, params: { revision: 'main' } })],
 * });
 */
export const eventUid = '$(uid)';
