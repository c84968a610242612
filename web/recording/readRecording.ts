import type { Problem } from '#shared/problem.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { askServer } from '../connection/api.ts';
import { useFlowStore } from '../flow/flowStore.ts';

/** What the server has of a recording: too much for the page's socket. */
export async function readRecording(of: 'taken' | 'past'): Promise<Recording | Problem> {
  const path = `/api/sessions/${useFlowStore.getState().session}/recording?of=${of}`;
  const answer = await askServer({ command: 'readRecording', method: 'GET', path });
  return answer.ok ? answer.recording : answer.problem;
}
