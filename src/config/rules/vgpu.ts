import type { Rule } from './rule';

/** The name that NVIDIA gives the file. Source: NVIDIA/gpu-driver-container, Makefile at 06a208ca (build-vgpuguest-%). */
const guestRunfile = 'NVIDIA-Linux-{arch}-{version}-grid.run';

/** What a vGPU guest driver needs, and only the user has. */
const required = [
  {
    field: ['licenceAccepted'],
    reason:
      "must be true for type vgpu: NVIDIA's licence of vGPU software forbids that everybody can pull the image, and only you can accept it",
    fix: [
      'read the file LICENSE of the runfile, publish to repositories that nobody can pull from without a login,',
      'then write licenceAccepted: true',
    ].join('\n'),
  },
  {
    field: ['licensing'],
    reason: 'is required for type vgpu: the driver does not start without the configuration of its licence',
    fix: 'write licensing: { secret: <name> }, of a Secret with gridd.conf and client_configuration_token.tok',
  },
  {
    field: ['runfile', 'url'],
    reason: 'is required for type vgpu: NVIDIA has guest drivers behind a login only',
    fix: `put ${guestRunfile} on a server of yours and write its URL; runfile.secret is for its login`,
  },
] as const;

/** A vGPU guest driver has what it needs. */
export const guestDrivers: Rule = ({ file: { drivers = [] }, source }) =>
  drivers.flatMap((driver, index) => {
    if (driver?.type !== 'vgpu') return [];
    return required.flatMap(({ field, reason, fix }) => {
      const path = ['drivers', index, ...field];
      const there = field[0] === 'licenceAccepted' ? driver.licenceAccepted === true : source.has(path);
      return there ? [] : [source.finding(path, { reason, fix })];
    });
  });

/** What only a vGPU guest driver has, no other has: it would mean nothing. */
export const onlyForGuests: Rule = ({ file: { drivers = [] }, source }) =>
  drivers.flatMap((driver, index) =>
    (['licenceAccepted', 'licensing'] as const)
      .filter(field => driver !== undefined && driver.type !== 'vgpu' && driver[field] !== undefined)
      .map(field =>
        source.keyFinding(['drivers', index, field], { reason: 'is for type vgpu alone', fix: 'remove it, or write type: vgpu' }),
      ),
  );

/** Credentials are for a server of the user's: NVIDIA's own wants none. */
export const runfileLogins: Rule = ({ file: { drivers = [] }, source }) =>
  drivers.flatMap((driver, index) => {
    if (driver?.runfile?.secret === undefined || driver.runfile.url !== undefined || driver.type === 'vgpu') return [];
    const reason = "needs runfile.url: NVIDIA's own server, which is asked without it, wants no login";
    return [source.finding(['drivers', index, 'runfile', 'secret'], { reason, fix: 'write runfile.url, or remove it' })];
  });

/** A password that everybody on the way can read. */
export const openLogins: Rule = ({ file: { drivers = [] }, source }) =>
  drivers.flatMap((driver, index) => {
    if (driver?.runfile?.secret === undefined || driver.runfile.url?.startsWith('http://') !== true) return [];
    const reason = 'sends the login of runfile.secret over a connection that others can read';
    return [source.finding(['drivers', index, 'runfile', 'url'], { reason, fix: 'use https://' })];
  });
