// The world's web server: files, the record of registrations that Red Hat's service would keep, and what a chat was told.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';

const [folder, address, port] = process.argv.slice(2);
const known = { org: '12345678', key: 'e2e-activation-key' };
let record = [];

async function body(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return Object.fromEntries(new URLSearchParams(text));
}

async function rhsm(request, response) {
  const answer = (status, text = '') => response.writeHead(status).end(text);
  if (request.method === 'GET') return answer(200, JSON.stringify(record));
  if (request.method === 'DELETE') {
    record = [];
    return answer(204);
  }
  const { name, org, key, id } = await body(request);
  if (request.url === '/rhsm/register') {
    const accepted = org === known.org && key === known.key;
    const made = `id-${record.length + 1}`;
    record.push({ action: accepted ? 'register' : 'refuse', name, id: accepted ? made : undefined });
    return accepted ? answer(200, made) : answer(401);
  }
  record.push({ action: 'unregister', id, name: record.find(entry => entry.id === id)?.name });
  return answer(204);
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

const services = { '/rhsm': rhsm, '/chat': chat };

createServer((request, response) => {
  const [, service = file] = Object.entries(services).find(([path]) => `${request.url}/`.startsWith(`${path}/`)) ?? [];
  service(request, response);
}).listen(Number(port), address);
