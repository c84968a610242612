import { z } from 'zod';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { checkBounds } from '#shared/json.ts';
import { problemFromZod } from '#shared/problem.ts';
import { renameWires } from '#shared/steps/renameWires.ts';
import { stepsSchema, walkSteps, type Step } from '#shared/steps/step.ts';

/** Steps as the text that goes on the system's clipboard, so that they can be pasted into any handler of any playground. */
const clipSchema = z.object({
  steps: stepsSchema,
  /** What the wires that the steps ask lead to: the handler they are pasted into asks its own wire to the same. */
  wires: z.record(z.string(), z.object({ name: z.string(), to: z.string() })).default({}),
});

/** Longer than any steps that a person copies. */
const maxText = 2_000_000;

export function stepsText(flow: Flow, steps: readonly Step[]): string {
  const wires: Record<string, { name: string; to: string }> = {};
  walkSteps(steps, '', (step) => {
    const wire = 'wire' in step ? own(flow.wires, step.wire) : undefined;
    if ('wire' in step && wire !== undefined) wires[step.wire] = { name: wire.name, to: wire.to };
  });
  return `${JSON.stringify({ steps, wires }, null, 2)}\n`;
}

export type ClipResult = { ok: true; steps: Step[] } | { ok: false; why: string };

/** The steps in a text, asking the wires of this service: those to the same box, else those of the same name. */
export function stepsIn(text: string, flow: Flow, service: string): ClipResult {
  const value = text.length > maxText ? undefined : jsonIn(text);
  if (value === undefined)
    return { ok: false, why: 'There are no steps on the clipboard. Copy some first, with Ctrl C.' };
  const clip = Array.isArray(value) ? { steps: value } : isStep(value) ? { steps: [value] } : value;
  const outOfBounds = checkBounds(clip);
  if (outOfBounds !== undefined) return { ok: false, why: outOfBounds.message };
  const parsed = clipSchema.safeParse(clip);
  if (!parsed.success) return { ok: false, why: `That is no list of steps: ${problemFromZod(parsed.error).message}` };
  const { steps, wires } = parsed.data;
  const mine = Object.entries(flow.wires).filter(([, { from }]) => from === service);
  const ids = new Map<string, string>();
  for (const [id, { name, to }] of Object.entries(wires)) {
    const match = mine.find(([, wire]) => wire.to === to) ?? mine.find(([, wire]) => wire.name === name);
    if (match !== undefined && !mine.some(([there]) => there === id)) ids.set(id, match[0]);
  }
  return { ok: true, steps: renameWires(steps, ids) };
}

const isStep = (value: unknown): boolean => typeof value === 'object' && value !== null && 'do' in value;

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
