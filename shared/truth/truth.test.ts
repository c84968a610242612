import { readFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { checkFlow } from '../flow/checkFlow.ts';
import { parseFlow } from '../flow/parseFlow.ts';
import { truthColumns } from './columns.ts';
import { truthMarkdown } from './markdown.ts';
import { situations, whyNoCell } from './situations.ts';
import { truthTable } from './table.ts';
import { cellFlow } from './truthFlow.ts';

test('the page of the documentation says what the table says', async () => {
  const written = await readFile('docs/transports.md', 'utf8');
  expect(written).toBe(await format(truthMarkdown(truthTable), { parser: 'markdown', printWidth: 120 }));
});

test('every transport has a cell for every situation that it can be in', () => {
  expect(Object.keys(truthTable)).toEqual(truthColumns.map(({ id }) => id));
  for (const column of truthColumns) {
    const wanted = situations.filter((situation) => whyNoCell(column, situation) === undefined).map(({ id }) => id);
    expect(Object.keys(truthTable[column.id] ?? {})).toEqual(wanted);
  }
});

test.each(truthColumns)('each cell of $label opens as a flow that runs', (column) => {
  for (const situation of situations) {
    const flow = cellFlow(column, situation);
    expect(parseFlow(flow)).toMatchObject({ ok: true });
    // That gRPC has no events is what its cells are about.
    const isMeant =
      column.transport === 'grpc' &&
      /event|emit|happened|broken|slowly|numbered|uneven$/.test(`${situation.call} ${situation.pattern}`);
    if (!isMeant) expect(checkFlow(flow).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(Object.values(flow.notes)[0]?.text).toContain(situation.title);
  }
});
