/** Params that several tasks and the pipeline have: declared once, so that they mean the same everywhere. */
export const params = {
  platform: { description: 'Architecture and page size of the nodes: x86_64, aarch64 or aarch64+64k.' },
  nodeArch: { description: 'The architecture as Kubernetes and OCI name it: amd64 or arm64.' },
  arch: { description: 'Architecture as RPM names it: x86_64 or aarch64.' },
  kernel: { description: 'Kernel of the target, with +64k for 64 KiB pages.' },
  rhelVersion: { description: 'RHEL version of the nodes, such as 9.6: the release that RPMs are taken from.' },
  driverVersion: { description: 'Full version of the driver, such as 580.105.08.' },
  moduleFlavour: { description: 'Kernel modules: open or proprietary.' },
  driverType: { description: 'passthrough, or vgpu for a guest driver, whose userspace comes from the runfile.', default: 'passthrough' },
  runfileUrl: { description: 'URL of the runfile.' },
  runfileSha256: { description: 'sha256 of the runfile, 64 hex digits. It is checked before the runfile is run.' },
  runfileSecret: {
    description: 'Secret for the server of the runfile: username and password (kubernetes.io/basic-auth), or token. It may be missing.',
    default: 'nvidia-driver-runfile',
  },
  image: { description: 'Published repository without tag; <image>-kmod and <image>-staging are used beside it.' },
  packages: { description: 'RPMs of the userspace driver, separated by spaces, with the version where it has to be exact.' },
  entryPoint: {
    description: 'Files of the runtime entry point, a line each: <RHEL major> <name> <sha256> <url>.',
  },
  cveUpdates: {
    description: 'RPMs that are brought up to date in the image, separated by spaces, with the version where it has to be exact.',
    default: '',
  },
  rpmBaseUrl: {
    description: "RPM repository of the userspace driver; {arch}, {rhel} and {releasever} are replaced. Empty: the base image's own.",
    default: '',
  },
  rhelRepositories: {
    description:
      "RPM repositories of RHEL, in place of those of the base image, a line each: <id> <URL> <URL of the key>. {arch}, {rhel} and {releasever} are replaced. Without key the RPMs are not checked. Empty: the base image's own.",
    default: '',
  },
  subscription: {
    description: "How Red Hat's RPM repositories are reached: activation-key, entitlement or none.",
    default: 'activation-key',
  },
  signer: {
    description:
      '`secret`: sign with the key pair of the Secret. `external`: with a key in a PKCS#11 token, whose certificate is in the Secret. `self-signed`: with a pair made for this build and thrown away.',
    default: 'self-signed',
  },
  signerSubject: {
    description:
      'Subject of a pair made for this build: lines commonName=…, organizationName=…, emailAddress=…, the first of them first. Empty: a name that says self-signed.',
    default: '',
  },
  signerImage: {
    description:
      "Image that reaches the token of signer-key: bash, coreutils, grep, sed, openssl with its provider or engine pkcs11, and the token's module. It sees the PIN.",
  },
  signerKey: { description: 'PKCS#11 URI of the key in a token, without a PIN. Empty: no token is used.', default: '' },
  ledger: { description: 'ConfigMap that has an entry for each image of the target. Empty: there is none.', default: '' },
  stagingTag: { description: 'Tag in <image>-staging that no other build uses: the uid of the run.' },
  pipelineRun: { description: 'Name of the PipelineRun.' },
  namespace: { description: 'Its namespace.' },
  pullSecret: {
    description: 'Docker config Secret that reads the release payload and the base image. It may be missing.',
    default: 'nvidia-driver-pull',
  },
  pushSecret: {
    description: 'Docker config Secret that reads and writes <image>, <image>-kmod and <image>-staging. It may be missing.',
    default: 'nvidia-driver-push',
  },
  tokenRegistry: {
    description:
      "OpenShift's own registry, where <image> is in it: the service account's token is the login, not the push Secret. Empty: it is not.",
    default: '',
  },
  tokenAudience: {
    description:
      "Whom that token is for. Empty: the API server, which OpenShift's own registry asks. The default is nobody: no one takes it.",
    default: 'nobody',
  },
  signingKeySecret: {
    description:
      'Secret with private_key.priv (PEM) and public_key.der, for signer `secret`; with public_key.der and pin, for signer `external`.',
    default: 'nvidia-driver-signing-key',
  },
  activationKeySecret: { description: 'Secret with org and activationkey. It may be missing.', default: 'activation-key' },
  entitlementSource: {
    description:
      "`cluster`: the entitlement certificates are the cluster's own, of the Secret etc-pki-entitlement-<node-arch> or etc-pki-entitlement of openshift-config-managed, which the account may get. `secret`: those of a Secret of this namespace.",
    default: 'cluster',
  },
  entitlementSecret: {
    description:
      'Secret with entitlement certificates (*.pem), for entitlement-source `secret`; <name>-<node-arch> goes before it. Both may be missing.',
    default: 'etc-pki-entitlement',
  },
  caConfigMap: {
    description: 'ConfigMap whose ca-bundle.crt holds certificate authorities to trust beside the public ones. It may be missing.',
    default: 'nvidia-driver-ca',
  },
} as const;
