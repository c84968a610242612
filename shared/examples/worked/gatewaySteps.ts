import type { Step } from '../../steps/step.ts';

/** What the gateway does for one request, and what it answers when a call fails: 503 when nobody is there; anything else goes on as it was (404 stays 404). */
export function withGatewayErrors(service: string, steps: Step[]): Step[] {
  return [
    {
      do: 'attempt',
      steps,
      catch: [
        {
          do: 'when',
          condition: "error.code === 'ECONNREFUSED' || error.message === 'Connection closed'",
          then: [{ do: 'throw', error: 'http', status: 503, message: `${service} is unavailable` }],
          else: [{ do: 'throw', error: 'again' }],
        },
      ],
    },
  ];
}

interface Asked {
  cmd: string;
  data: string;
  as?: string;
}

/** One request that a gateway hands on, over the wire that is called as the service, with the answer as it is. */
export const ask = (service: string, { cmd, data, as = 'answer' }: Asked): Step[] =>
  withGatewayErrors(service, [
    { do: 'send', wire: service, pattern: { cmd }, data, as },
    { do: 'reply', value: as },
  ]);
