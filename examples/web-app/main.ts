import { App } from 'cdk8s';
import { webApp } from './web-app';

const app = new App({ outdir: 'dist/examples/manifests' });
webApp(app, {
  git: 'docker.io/alpine/git:2.49.1',
  buildah: 'quay.io/buildah/stable:v1.41.4',
  curl: 'docker.io/curlimages/curl:8.16.0',
  image: 'registry.example.com/acme/web-app',
  chat: 'https://chat.example.com/hooks/builds',
});
app.synth();
