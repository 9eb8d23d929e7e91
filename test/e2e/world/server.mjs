// The world's web server: files, the record of registrations that Red Hat's service would keep, and what a chat was told.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';

const [folder, address, port] = process.argv.slice(2);
const known = { org: '12345678', key: 'e2e-activation-key', offlineToken: 'e2e-offline-token', accessToken: 'e2e-access-token' };
let record = [];
let faults = { slow: 0, fail: 0 };

async function body(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return Object.fromEntries(new URLSearchParams(text));
}

/** Systems that are registered and neither unregistered nor removed. */
function systems() {
  const gone = new Set(record.filter(({ action }) => action === 'unregister' || action === 'remove').map(({ id }) => id));
  return record.filter(({ action, id }) => action === 'register' && !gone.has(id));
}

async function rhsm(request, response) {
  const answer = (status, text = '') => response.writeHead(status).end(text);
  if (request.method === 'GET') return answer(200, JSON.stringify(record));
  if (request.method === 'DELETE') {
    record = [];
    return answer(204);
  }
  const form = await body(request);
  if (request.url === '/rhsm/faults') {
    faults = { slow: Number(form.slow ?? 0), fail: Number(form.fail ?? 0) };
    return answer(204);
  }
  if (request.url === '/rhsm/register') return register(form, answer);
  const system = systems().find(({ id }) => id === form.id);
  if (!system) return answer(410);
  record.push({ action: 'unregister', id: system.id, name: system.name });
  return answer(204);
}

/** A row may give the time of the last check-in: what a system looks like that was left long ago. */
async function register({ name, org, key, lastCheckin = new Date().toISOString() }, answer) {
  await new Promise(resolve => setTimeout(resolve, faults.slow * 1000));
  if (faults.fail > 0) {
    faults.fail -= 1;
    record.push({ action: 'busy', name });
    return answer(503);
  }
  if (org !== known.org || key !== known.key) {
    record.push({ action: 'refuse', name });
    return answer(401);
  }
  const id = `id-${record.length + 1}`;
  record.push({ action: 'register', name, id, lastCheckin });
  return answer(200, id);
}

function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function sso(request, response) {
  const { grant_type, client_id, refresh_token } = await body(request);
  const accepted = grant_type === 'refresh_token' && client_id === 'rhsm-api' && refresh_token === known.offlineToken;
  if (accepted) json(response, 200, { access_token: known.accessToken, expires_in: 300, token_type: 'Bearer' });
  else json(response, 400, { error: 'invalid_grant' });
}

/** GET /systems and DELETE /systems/{uuid} of Red Hat's API. */
function rhsmApi(request, response) {
  if (request.headers.authorization !== `Bearer ${known.accessToken}`) return json(response, 401, { error: { code: 401 } });
  const { pathname, searchParams } = new URL(request.url, 'http://server');
  const uuid = pathname.split('/')[3];
  if (request.method === 'GET' && uuid === undefined) {
    const [limit, offset] = [Number(searchParams.get('limit') ?? 100), Number(searchParams.get('offset') ?? 0)];
    const page = systems().slice(offset, offset + limit);
    const shown = page.map(({ id, name, lastCheckin }) => ({ uuid: id, name, type: 'Virtual', lastCheckin }));
    return json(response, 200, { pagination: { offset, limit, count: shown.length }, body: shown });
  }
  const system = systems().find(({ id }) => id === uuid);
  if (request.method !== 'DELETE' || !system) return json(response, 404, { error: { code: 404 } });
  record.push({ action: 'remove', id: system.id, name: system.name });
  response.writeHead(204).end();
}

let told = [];

async function chat(request, response) {
  if (request.method === 'GET') return response.writeHead(200).end(JSON.stringify(told));
  if (request.method === 'DELETE') told = [];
  else told.push((await body(request)).text);
  response.writeHead(204).end();
}

function file(request, response) {
  const path = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://server').pathname)));
  try {
    const { size } = statSync(path);
    response.writeHead(200, { 'content-length': size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(path).pipe(response);
  } catch {
    response.writeHead(404).end('not found\n');
  }
}

const services = { '/rhsm': rhsm, '/rhsm-api': rhsmApi, '/sso': sso, '/chat': chat };

createServer((request, response) => {
  const [, service = file] = Object.entries(services).find(([path]) => `${request.url}/`.startsWith(`${path}/`)) ?? [];
  service(request, response);
}).listen(Number(port), address);
