import { findExample } from '#shared/examples/index.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { Json } from '#shared/json.ts';
import type { TestServer } from '../testing/testServer.ts';

export function exampleFlow(id: string): Flow {
  const found = findExample(id);
  if (found === undefined) throw new Error(`There is no example ${id}`);
  return found.flow;
}

/** What every driver of a flow gets on the canvas, one after the other. */
export async function answersOnCanvas(
  server: TestServer,
  flow: Flow,
): Promise<Record<string, { status: number; body?: Json }>> {
  const session = await server.openSession({ flow });
  const answers: Record<string, { status: number; body?: Json }> = {};
  for (const driver of Object.keys(flow.drivers)) {
    const { status, body } = await session.drive(driver);
    answers[driver] = { status: status ?? 0, ...(body === undefined ? {} : { body }) };
  }
  await session.close();
  return answers;
}
