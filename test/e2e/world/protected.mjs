// What not everybody gets, over TLS: runfiles of vGPU for user and password or a token, RPMs of RHEL for an entitlement's certificate.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import { join, normalize } from 'node:path';

const { ADDRESS, CERTIFICATE, KEY, ENTITLING, FOLDER } = process.env;
const port = 8443;
const logins = [`Basic ${Buffer.from('e2e-portal-user:e2e-portal-password').toString('base64')}`, 'Bearer e2e-portal-token'];

/** What is asked of whoever wants a file below a folder: the status of a refusal. */
const refusals = {
  licensed: ({ headers }) => (logins.includes(headers.authorization) ? undefined : 401),
  rpms: ({ socket }) => (socket.authorized ? undefined : 403),
};

function answer(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, 'https://protected').pathname));
  const refusal = (refusals[path.split('/')[1]] ?? (() => 404))(request);
  if (refusal !== undefined)
    return response.writeHead(refusal, refusal === 401 ? { 'www-authenticate': 'Basic realm="portal"' } : {}).end();
  try {
    const { size } = statSync(join(FOLDER, path));
    response.writeHead(200, { 'content-length': size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(join(FOLDER, path)).pipe(response);
  } catch {
    response.writeHead(404).end('not found\n');
  }
}

const [cert, key, ca] = [CERTIFICATE, KEY, ENTITLING].map(file => readFileSync(file));
createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: false }, answer).listen(port, ADDRESS);
