import { expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { fileName, flowText, readFlowFile } from './flowFile.ts';

test('a flow comes back from its file as it was', async () => {
  const file = new File([flowText(orderSaga)], 'order-saga.patchbay.json');
  expect(await readFlowFile(file)).toEqual({ ok: true, value: orderSaga });
});

test('a file is named after its flow', () => {
  const names = ['Order saga', 'Überweisung / 2', '***'].map((name) => fileName(emptyFlow(name), 'patchbay.json'));
  expect(names).toEqual(['order-saga.patchbay.json', 'überweisung-2.patchbay.json', 'flow.patchbay.json']);
});

test('a file that is no flow is refused by its name, or by the place of what is wrong', async () => {
  expect(await readFlowFile(new File(['hello'], 'cat.json'))).toMatchObject({
    problem: { message: expect.stringMatching(/^cat\.json is no flow/) as string },
  });
  expect(await readFlowFile(new File(['{"version":1,"name":"x","services":{"a":1}}'], 'x.json'))).toMatchObject({
    ok: false,
    problem: { at: 'services.a' },
  });
});
