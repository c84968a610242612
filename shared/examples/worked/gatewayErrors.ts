import type { Step } from '../../steps/step.ts';

/** What the gateway answers when a call fails: 503 when nobody is there; anything else goes on as it was (404 stays 404). */
export function gatewayErrors(service: string): Step[] {
  return [
    {
      do: 'when',
      condition: "error.code === 'ECONNREFUSED' || error.message === 'Connection closed'",
      then: [{ do: 'throw', error: 'http', status: 503, message: `${service} is unavailable` }],
      else: [{ do: 'throw', error: 'again' }],
    },
  ];
}
