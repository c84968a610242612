import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { at } from '../scripts/lib/paths.ts';
import { pack } from '../scripts/lib/pack.ts';

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

export interface EmptyPage extends AsyncDisposable {
  address: string;
}

/** The least page of this kind (`emptyCanvas/`), built and packed as ours is, and served. */
export async function emptyPage(): Promise<EmptyPage> {
  const outDir = at('node_modules/.cache/bench/empty-canvas');
  await build({
    root: join(import.meta.dirname, 'emptyCanvas'),
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  await pack(join(outDir, 'assets'));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const isPage = pathname === '/';
    const file = join(outDir, isPage ? 'index.html' : pathname);
    readFile(isPage ? file : `${file}.br`).then(
      (bytes) => {
        response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
        if (!isPage) response.setHeader('Content-Encoding', 'br');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
