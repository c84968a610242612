import type { Flow } from '#shared/flow/flow.ts';
import { parseFlow, type Parsed } from '#shared/flow/parseFlow.ts';
import { problem } from '#shared/problem.ts';

/** Flows as files: `order-saga.patchbay.json`. */

const maxBytes = 5_000_000;

export function fileName(flow: Flow, ending: string): string {
  const plain = flow.name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain === '' ? 'flow' : plain}.${ending}`;
}

export const flowText = (flow: Flow): string => `${JSON.stringify(flow, null, 2)}\n`;

export async function readFlowFile(file: File): Promise<Parsed<Flow>> {
  if (file.size > maxBytes) return refuse(`${file.name} is larger than 5 MB. Choose a file that Patchbay has made.`);
  try {
    return parseFlow(JSON.parse(await file.text()));
  } catch {
    return refuse(
      `${file.name} is no flow. Choose a .patchbay.json file, or the patchbay.json of an exported project.`,
    );
  }
}

/** Gives the browser a file to keep. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it when the click has been worked off.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function downloadFlow(flow: Flow): void {
  download(fileName(flow, 'patchbay.json'), new Blob([flowText(flow)], { type: 'application/json' }));
}

const refuse = (message: string): Parsed<Flow> => ({ ok: false, problem: problem('badInput', message) });
