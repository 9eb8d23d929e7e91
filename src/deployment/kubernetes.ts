// The kinds of cdk8s-plus-28 that are used here, each from its own file: the package's index loads every kind there is.
export type { IApiEndpoint, IApiResource } from 'cdk8s-plus-28/lib/api-resource.generated';
export { Namespace } from 'cdk8s-plus-28/lib/namespace';
export { ClusterRole, Role } from 'cdk8s-plus-28/lib/role';
export { ClusterRoleBinding, Group, type ISubject, RoleBinding } from 'cdk8s-plus-28/lib/role-binding';
export { ServiceAccount } from 'cdk8s-plus-28/lib/service-account';
