import { spawnSync } from 'node:child_process';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { runStep } from './run-step';

/** The interpreter itself, and none of the packages of a machine: what may stand before it, such as pyenv, takes longer than a try. */
const python = (spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout ?? '').trim();

/** subscription-manager as a Python program: it keeps what it is called with, as others see it and as it is told. */
const manager = (register = '', unregister = '') => `#!${python} -S
import os, signal, sys, time
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
consumer, identity = root + '/etc/pki/consumer', root + '/etc/pki/consumer/cert.pem'
def note(file, text): open(root + '/' + file, 'a').write(text + '\\n')
def count(): return len(open(root + '/told').read().splitlines())
note('told', ' '.join(sys.argv[1:]))
note('seen', open('/proc/self/cmdline').read() + open('/proc/self/environ').read())
note('mode', str(os.environ.get('SMDEV_CONTAINER_OFF')) + ' ' + str(os.path.lexists(root + '/etc/rhsm-host')))
def save():
    os.makedirs(consumer, exist_ok=True)
    os.makedirs(root + '/etc/pki/entitlement', exist_ok=True)
    os.makedirs(root + '/etc/yum.repos.d', exist_ok=True)
    open(identity, 'w').write('identity')
    open(root + '/etc/pki/entitlement/1.pem', 'w').write('entitlement')
    open(root + '/etc/yum.repos.d/redhat.repo', 'w').write('repository')
def end_pod(): os.killpg(os.getsid(0), signal.SIGTERM)
def fail(text): sys.exit(text)
if sys.argv[1] == 'register':
    ${register || 'pass'}
    save()
    print('registered with ' + sys.argv[-1])
else:
    ${unregister || 'pass'}
    os.remove(identity)
    print('System has been unregistered.')
`;

/** A container's commands really run, in the step's own folder. */
const buildah = (build: string, from: string, rm: string) => `case $1 in
  inspect) echo acme ;;
  from)
    ${from}
    ;;
  rm)
    ${rm}
    ;;
  run)
    mkdir -p "$(dirname /run/registration)"
    while [[ $1 != --volume ]]; do shift; done
    ln -sfn "\${2%%:*}" /run/registration
    while [[ $1 != -- ]]; do shift; done
    shift
    SMDEV_CONTAINER_OFF=1 "$@" || { printf 'subprocess exited with status 1\\nError: exit status 1\\n' >&2; exit 1; }
    ;;
  build)
    ${build}
    ;;
esac`;

/** What is given to the step `build`, and what goes wrong there. */
interface Situation {
  readonly register?: string;
  readonly unregister?: string;
  readonly build?: string;
  /** What making and removing the container do. */
  readonly from?: string;
  readonly rm?: string;
  readonly subscription?: string;
  readonly programs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly endAfter?: string;
  readonly traced?: boolean;
}

/** An activation key Secret. */
export const key = { '/secrets/activation-key/org': 'hunter-org\n', '/secrets/activation-key/activationkey': 'hunter-key\n' };

/** Runs the step `build`, with Python and containers that are processes. */
export async function build({
  register,
  unregister,
  build = 'echo building',
  from = 'echo registration',
  rm = 'echo registration',
  subscription,
  programs = {},
  secrets = key,
  endAfter,
  traced = false,
}: Situation) {
  const ran = await runStep(driverImageBuild, 'build', {
    params: {
      'base-image': 'base',
      'driver-version': '580.105.08',
      kernel: '5.14.0-570.62.1.el9_6.x86_64',
      inputs: 'abc',
      'system-name': 'system-1',
      ...(subscription !== undefined && { subscription }),
    },
    files: {
      ...secrets,
      '/etc/rhsm-host': '',
      '/bin/subscription-manager': manager(register, unregister),
      '/work/context/entry-point/nvidia-driver': '',
      '/work/kmod-package-image': 'kmod',
    },
    programs: { chown: ':', buildah: buildah(build, from, rm), ...programs },
    ...(endAfter !== undefined && { endAfter }),
    traced,
  });
  // The folder of the registration has a name by chance.
  const calls = ran.calls.map(call => call.replaceAll(/\/tmp\.\w+/g, '/folder'));
  return {
    ...ran,
    told: (ran.file('told') ?? '').trimEnd().split('\n'),
    commands: calls.filter(call => /^buildah (?!inspect)/.test(call)).map(call => call.split(' ')[1]),
    calls,
  };
}

/** What subscription-manager is told to register. */
export const registerCall = 'register --name=system-1 --org=hunter-org --activationkey=hunter-key';

/** What a warning ends with: the command that removes the system. */
export const removal =
  /with an offline token of https:\/\/access\.redhat\.com\/management\/api in the file offline-token: .*select\(\.name == "system-1"\).*-X DELETE https:\/\/api\.access\.redhat\.com\/management\/v1\/systems\/\{\}; rm authorization/;
