// Faults for the suite `faults`: the registry behind a proxy that can refuse, fail, wait and go away; and files that come wrong.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join, normalize } from 'node:path';

const { ADDRESS, REGISTRY, CERTIFICATE, KEY, FOLDER } = process.env;
const [registryPort, controlPort] = [5444, 8089];

/** What happens to a request that a rule is for: `{method, path, status, body, wait, times}`, as often as `times` says. */
let rules = [];

function ruleFor({ method, url }) {
  const rule = rules.find(one => one.times > 0 && (one.method ?? method) === method && new RegExp(one.path).test(url));
  if (rule) rule.times -= 1;
  return rule;
}

async function proxy(request, response) {
  const rule = ruleFor(request);
  if (rule?.wait) await new Promise(resolve => setTimeout(resolve, rule.wait * 1000));
  if (rule?.status) {
    request.resume();
    return response.writeHead(rule.status, { 'content-type': 'application/json' }).end(rule.body ?? '');
  }
  const [host, port] = REGISTRY.split(':');
  const headers = { ...request.headers, 'x-forwarded-proto': 'https' };
  const through = forward({ host, port, method: request.method, path: request.url, headers }, answer => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  through.on('error', () => response.destroy());
  request.pipe(through);
}

const registry = createSecureServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, proxy);

/** Nobody listens for a while: connections are refused. */
function goAway(seconds) {
  registry.close();
  registry.closeAllConnections();
  setTimeout(() => registry.listen(registryPort, ADDRESS), seconds * 1000);
}

const interruptions = new Map();

/** A file that comes wrong in one of several ways: `/KIND/path`. */
function file(kind, path, request, response) {
  const full = join(FOLDER, normalize(path));
  const { size } = statSync(full);
  const [, from, to] = /^bytes=(\d+)-(\d+)?/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from ?? 0);
  const head = {
    'content-length': size - start,
    'accept-ranges': 'bytes',
    ...(from && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
  };
  const send = (status, headers, until) => {
    response.writeHead(status, headers);
    if (request.method === 'HEAD') {
      response.end();
      return undefined;
    }
    return createReadStream(full, { start, ...(until && { end: until - 1 }) });
  };
  const status = from ? 206 : 200;
  // Whoever asks for a few bytes gets them: what comes wrong is the download.
  if (to !== undefined && !['missing', 'page'].includes(kind)) {
    const end = Number(to) + 1;
    const range = { 'content-length': end - start, 'content-range': `bytes ${start}-${to}/${size}` };
    return send(206, range, end)?.pipe(response);
  }
  switch (kind) {
    case 'missing':
      return response.writeHead(404).end();
    case 'page':
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><title>Sign in</title></html>');
    case 'truncated':
      return send(200, { 'content-length': Math.floor(size / 2) }, Math.floor(size / 2))?.pipe(response);
    case 'interrupted': {
      const before = request.method === 'HEAD' ? 2 : (interruptions.get(path) ?? 0);
      if (request.method !== 'HEAD') interruptions.set(path, before + 1);
      const stream = send(status, head, before < 2 ? start + Math.ceil((size - start) / 3) : undefined);
      stream?.on('end', () => before < 2 && response.destroy());
      return stream?.pipe(response, { end: before >= 2 });
    }
    case 'stalled': {
      // Half of it, and then nothing for as long as somebody waits; from there on all is well.
      const first = request.method !== 'HEAD' && from === undefined;
      return send(status, head, first ? Math.ceil(size / 2) : undefined)?.pipe(response, { end: !first });
    }
    default:
      return response.writeHead(404).end();
  }
}

async function control(request, response) {
  const url = new URL(request.url, 'http://control');
  const [, kind, ...path] = url.pathname.split('/');
  if (request.method !== 'POST') return file(kind, path.join('/'), request, response);
  let text = '';
  for await (const chunk of request) text += chunk;
  if (kind === 'rules') rules = JSON.parse(text);
  if (kind === 'gone') goAway(Number(text));
  response.writeHead(204).end();
}

registry.listen(registryPort, ADDRESS);
createServer(control).listen(controlPort, ADDRESS);
