import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** What an account may do. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Only these objects; listing and creating cannot be limited so. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const apiGroup = 'rbac.authorization.k8s.io';

/** An account of the chart's namespace. Its pods have no token but what they mount, unless each is to have one. */
export class Account extends Construct {
  constructor(
    scope: Construct,
    private readonly name: string,
    { automountToken = false }: { readonly automountToken?: boolean } = {},
  ) {
    super(scope, 'account');
    new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name },
      automountServiceAccountToken: automountToken,
    });
  }

  /** Lets it do something, in its namespace or in the cluster. @param name of the role and its binding */
  allow(kind: 'Role' | 'ClusterRole', name: string, rules: readonly Rule[]): void {
    const { namespace } = Chart.of(this);
    const metadata = { name };
    const subjects = [{ kind: 'ServiceAccount', name: this.name, namespace }];
    new ApiObject(this, `${kind}-${name}`, { apiVersion: `${apiGroup}/v1`, kind, metadata, rules });
    new ApiObject(this, `${kind}-${name}-binding`, {
      apiVersion: `${apiGroup}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup, kind, name },
      subjects,
    });
  }
}
