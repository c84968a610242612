import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Sensors'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 260 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: '1' }] } },
    },
    meter: {
      name: 'meter',
      position: { x: 250, y: 420 },
      replicas: 2,
      listeners: { mqtt: { transport: 'mqtt', broker: 'mqtt', group: 'meters' } },
      handlers: { read: { on: { message: 'meter/read' }, steps: [{ do: 'reply', value: '{ read: data }' }] } },
    },
  },
  brokers: { mqtt: { name: 'mqtt', transport: 'mqtt', position: { x: -100, y: 60 } } },
  // What is asked before everybody is connected again is lost, and asked again.
  wires: { sensors: { name: 'SENSORS', from: 'gateway', to: 'mqtt', policies: { timeout: { ms: 2000 } } } },
};

test('an MQTT service is put on the canvas, into a group and at QoS 1, is asked over a wire, and outlives its broker', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.insert('MQTT service');
  await playground.box('listener').getByText('listener', { exact: true }).click();
  await playground.inspector.getByLabel('Group', { exact: true }).fill('two words');
  await page.keyboard.press('Enter');
  await expect(playground.inspector.getByText('A group is one word')).toBeVisible();
  await playground.inspector.getByLabel('Group', { exact: true }).fill('workers');
  await page.keyboard.press('Enter');
  await playground.inspector.getByRole('combobox', { name: 'QoS' }).click();
  await page.getByRole('option', { name: '1: at least once' }).click();

  await expect
    .poll(
      async () => Object.values((await playground.drawn()).services).find(({ name }) => name === 'listener')?.listeners,
    )
    .toEqual({ mqtt: { transport: 'mqtt', broker: 'mqtt', group: 'workers', qos: 1 } });
  const ask = (): Promise<unknown> => playground.sendOver('sensors', 'meter/read', 7);
  await expect.poll(ask).toMatchObject({ reply: { read: 7 } });

  await playground.box('mqtt').getByText('mqtt', { exact: true }).click();
  await expect(playground.inspector.getByText(/MQTT broker/)).toBeVisible();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(playground.box('mqtt')).toContainText('down');
  await page
    .getByRole('button', { name: /^(Restart|Start)$/ })
    .first()
    .click();
  await expect(playground.box('mqtt')).not.toContainText('down');
  await expect.poll(ask).toMatchObject({ reply: { read: 7 } });
});
