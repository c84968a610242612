/**
 * Records what really happens in small flows, for tests that read traces: `tsx scripts/recordTraces.ts [name…]` writes
 * web/trace/recorded/<name>.json. Needs `npm run build` first. Run it again when what events say has changed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Fault } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { isHopEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { startTestServer, type TestServer } from '../server/testing/testServer.ts';
import { recordings, type Recording } from './lib/recordings.ts';

interface Recorded {
  flow: Flow;
  faults: readonly Fault[];
  events: readonly TraceEvent[];
}

/** JSON with an event on each line, so that a change shows what has changed. */
function linesOf({ flow, faults, events }: Recorded): string {
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  return `{"flow":${JSON.stringify(flow)},\n"faults":${JSON.stringify(faults)},\n"events":[\n${lines}\n]}\n`;
}

const folder = new URL('../web/trace/recorded/', import.meta.url);

async function record(server: TestServer, recording: Recording): Promise<Recorded> {
  const { flow, driver, faults = {}, killed, warmUps = 0, until } = recording;
  const session = await server.openSession({ flow });
  using page = await session.join();
  for (const [id, fault] of Object.entries(faults)) await session.putFault(id, fault);
  if (killed !== undefined) await session.service(killed, 'kill');
  for (let sent = 0; sent < warmUps; sent += 1) await session.drive(driver);
  const kept = (await session.read()).faults;
  const before = page.events.at(-1)?.seq ?? 0;
  const isNew = (event: (typeof page.events)[number]): event is HopEvent => event.seq > before && isHopEvent(event);
  const answer = session.drive(driver).catch(() => undefined);
  const end = await page.untilEvent(
    (event) =>
      isNew(event) &&
      event.type === until.type &&
      (until.pattern === undefined || patternText(event.pattern) === until.pattern) &&
      (warmUps === 0 || page.events.filter(({ type }) => type === until.type).length > warmUps),
  );
  // What comes in the same batch belongs to the story too.
  const traceId = 'traceId' in end ? end.traceId : '';
  const { events } = await session.trace(traceId);
  await session.close();
  await answer;
  return { flow, faults: kept, events };
}

await mkdir(folder, { recursive: true });
const wanted = process.argv.slice(2);
await using server = await startTestServer();
for (const [name, recording] of Object.entries(recordings)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await writeFile(new URL(`${name}.json`, folder), linesOf(await record(server, recording)));
}
