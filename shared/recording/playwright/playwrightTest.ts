import { literal } from '../../code/literal.ts';
import { commented, quoted } from '../../code/naming.ts';
import type { Act } from '../act.ts';
import { shortPattern } from '../diff/playedHop.ts';
import type { Recording } from '../recording.ts';
import { quiet } from '../replay/quiet.ts';
import { stimuliOf, type Stimulus } from '../stimuli.ts';
import { actLines } from './actLines.ts';
import { expectedOf } from './expected.ts';

/**
 * A recording as a test for Playwright: the same messages, faults and changes, in the same order, and what came of each
 * message as its expectation. It asks a running Patchbay over REST and needs nothing of ours but that.
 */
export function playwrightTest(recording: Recording): string {
  const { flow, seed, faults, startedAtUs } = recording;
  const steps = [
    ...faults.flatMap((fault) => actLines({ act: 'putFault', fault, atUs: 0 })),
    ...groupsOf(recording).flatMap((group) =>
      'act' in group ? actLines(group.act) : stimulusLines(recording, group.stimuli),
    ),
  ];
  return `// Recorded with Patchbay on ${new Date(startedAtUs / 1000).toISOString()}. Start Patchbay, then: npx playwright test
import { expect, test, type APIRequestContext } from '@playwright/test';

/** Where Patchbay runs. */
const patchbay = process.env['PATCHBAY_URL'] ?? 'http://localhost:3000';

const flow = ${JSON.stringify(quiet(flow), null, 2)};

test(${quoted(flow.name)}, async ({ request }) => {
  const { id } = await ask(request, 'post', '/api/sessions', { flow, seed: ${quoted(seed)} });
  const session = \`/api/sessions/\${id}\`;
  try {
${steps.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}
  } finally {
    await request.delete(\`\${patchbay}\${session}\`);
  }
});

async function ask(request: APIRequestContext, method: 'post' | 'put', path: string, data?: unknown) {
  const response = await request[method](\`\${patchbay}\${path}\`, data === undefined ? {} : { data });
  const answer = await response.json();
  expect(answer, \`\${method} \${path}\`).toMatchObject({ ok: true });
  return answer;
}
`;
}

type Group = { act: Act } | { stimuli: Stimulus[] };

/** Messages that were under way together are sent together. */
function groupsOf(recording: Recording): Group[] {
  const items = [
    ...stimuliOf(recording).map((stimulus) => ({ atUs: stimulus.atUs, stimulus })),
    ...recording.acts.map((act) => ({ atUs: act.atUs, act })),
  ].toSorted((a, b) => a.atUs - b.atUs);
  const groups: Group[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if ('act' in item) groups.push({ act: item.act });
    else if (last !== undefined && 'stimuli' in last && last.stimuli.some(({ lastUs }) => lastUs >= item.atUs))
      last.stimuli.push(item.stimulus);
    else groups.push({ stimuli: [item.stimulus] });
  }
  return groups;
}

function stimulusLines(recording: Recording, stimuli: readonly Stimulus[]): string[] {
  const known = stimuli.map((stimulus) => ({ stimulus, call: callOf(recording, stimulus) }));
  const left = known.flatMap(({ stimulus, call }) =>
    'why' in call ? [`// ${stimulus.number}. ${commented(shortPattern(stimulus.pattern))}: ${call.why}`] : [],
  );
  const sent = known.flatMap(({ stimulus, call }) => ('lines' in call ? [{ stimulus, lines: call.lines }] : []));
  const steps = sent.map(({ stimulus, lines }) => {
    const title = quoted(`${stimulus.number}. ${shortPattern(stimulus.pattern)}`);
    return { head: `test.step(${title}, async () => {`, body: lines.map((line) => `  ${line}`) };
  });
  const [only, ...others] = steps;
  if (only === undefined) return left;
  if (others.length === 0) return [...left, `await ${only.head}`, ...only.body, '});'];
  const inner = steps.flatMap(({ head, body }) => [head, ...body, '}),'].map((line) => `  ${line}`));
  return [...left, 'await Promise.all([', ...inner, ']);'];
}

function callOf(recording: Recording, stimulus: Stimulus): { lines: string[] } | { why: string } {
  if (stimulus.from === 'stranger') return { why: 'it came from outside of Patchbay, straight to a port' };
  if (stimulus.isCut === true) return { why: 'only the beginning of its payload is in the recording' };
  const expected = expectedOf(recording, stimulus);
  if (expected === undefined) return { why: 'it was still under way when the recording ended' };
  const { data } = stimulus;
  const payload = data === undefined ? '' : `, data: ${literal(data)}`;
  const call =
    stimulus.from === 'driver'
      ? `\`\${session}/drivers/${stimulus.driver}/send\`${data === undefined ? '' : `, { data: ${literal(data)} }`}`
      : `\`\${session}/send\`, { wire: ${quoted(stimulus.wire)}, pattern: ${literal(stimulus.pattern)}, kind: '${stimulus.kind}'${payload} }`;
  if (expected === '') return { lines: [`await ask(request, 'post', ${call});`] };
  return {
    lines: [`const answer = await ask(request, 'post', ${call});`, `expect(answer).toMatchObject(${expected});`],
  };
}
