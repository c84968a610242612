import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { expect, onTestFinished, test } from 'vitest';
import { servePacked } from './packed.ts';

@Module({})
class Nothing {}

const text = `export const words = '${'message '.repeat(400)}';\n`;

async function serve(): Promise<(path: string, accepts: string) => Promise<{ answer: IncomingMessage; body: Buffer }>> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-packed-'));
  await writeFile(join(folder, 'page-1.js'), text);
  await writeFile(join(folder, 'tiny-1.js'), 'export {};');
  await writeFile(join(folder, 'page-1.js.br'), brotliCompressSync(text));
  await writeFile(join(folder, 'page-1.js.gz'), gzipSync(text));
  const app = await NestFactory.create<NestExpressApplication>(Nothing, { logger: false });
  app.use('/assets', servePacked(folder));
  app.useStaticAssets(folder, { prefix: '/assets' });
  await app.listen(0, '127.0.0.1');
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { port } = (app.getHttpServer() as { address: () => AddressInfo }).address();
  return async (path, accepts) => {
    const asked = httpRequest({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': accepts }, agent: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { answer, body: Buffer.concat(chunks) };
  };
}

test('a script comes packed to whoever takes that, and as it is to everybody else', async () => {
  const get = await serve();
  const packed = await get('/assets/page-1.js', 'gzip, deflate, br');
  expect(packed.answer.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript') as string,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(packed.body.length).toBeLessThan(text.length / 10);
  expect(brotliDecompressSync(packed.body).toString()).toBe(text);

  const gzipped = await get('/assets/page-1.js', 'gzip');
  expect(gzipped.answer.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzipped.body).toString()).toBe(text);

  const plain = await get('/assets/page-1.js', 'identity');
  expect(plain.answer.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(text);
});

test('what was not packed, or is not there, is left to others', async () => {
  const get = await serve();
  expect((await get('/assets/tiny-1.js', 'br')).body.toString()).toBe('export {};');
  expect((await get('/assets/none.js', 'br')).answer.statusCode).toBe(404);
  expect((await get('/assets/../../package.json', 'br')).answer.statusCode).toBe(404);
});
