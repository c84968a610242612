// Every cell of docs/transports.md, seen on the real thing. TRUTH=record writes what is seen instead of comparing it;
// then `npm run fix`, and read the difference before it is kept.
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { truthColumns } from '#shared/truth/columns.ts';
import { truthMarkdown } from '#shared/truth/markdown.ts';
import { truthTable } from '#shared/truth/table.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';
import { observeColumn } from './observe.ts';

const isRecording = process.env['TRUTH'] === 'record';
const recorded: Record<string, Readonly<Record<string, string>>> = { ...truthTable };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  if (!isRecording) return;
  await writeFile('shared/truth/table.ts', tableFile());
  await writeFile('docs/transports.md', truthMarkdown(inOrder()));
});

const inOrder = () => Object.fromEntries(truthColumns.map(({ id }) => [id, recorded[id] ?? {}]));

function tableFile(): string {
  const head = `import type { TruthTable } from './truthTable.ts';\n\n// Written by server/acceptance/truth/truthTable.live.test.ts from what it saw.\n`;
  return `${head}export const truthTable: TruthTable = ${JSON.stringify(inOrder(), undefined, 2)};\n`;
}

describe.concurrent('what each transport does is what the table says', () => {
  for (const column of truthColumns) {
    test(column.label, { timeout: 900_000 }, async () => {
      const seen = await observeColumn(server, column, isRecording ? undefined : truthTable[column.id]);
      recorded[column.id] = seen;
      expect(seen).toEqual(isRecording ? recorded[column.id] : truthTable[column.id]);
    });
  }
});
