import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import type { SessionView } from '#shared/protocol.ts';
import { Playground } from './Playground.ts';

test('a client that is not drawn calls a service: its message comes from outside, on the canvas and in the list', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await page.getByText('⅒×', { exact: true }).click();
  const answer = await page.request.get(`/api/sessions/${playground.session}`);
  const { services } = (await answer.json()) as SessionView;
  const port = services['pong']?.listeners['tcp']?.ports[0] ?? 0;
  // As nc would: the frame of NestJS over TCP, and nothing else of NestJS.
  const frame = JSON.stringify({ id: 'stranger', pattern: { cmd: 'ping' }, data: {} });
  const socket = connect(port, '127.0.0.1');
  socket.write(`${frame.length}#${frame}`);
  const [reply] = (await once(socket, 'data')) as [Buffer];
  expect(reply.toString()).toContain('stranger');
  socket.destroy();

  const dots = page.getByTestId('overlay-dots');
  await expect(dots).toContainText('1 request on the way from outside to pong');
  await expect(dots).toContainText('1 reply on the way from outside to pong');
  await page.getByRole('tab', { name: 'Sequence' }).click();
  await expect(page.getByText('outside', { exact: true }).first()).toBeVisible();
});
